import { createSocket } from 'node:dgram';

/*
 * Sends one datagram and prints what comes back. Arguments: source port (0 for any), address, port, and for how many milliseconds from
 * the sending on an answer is awaited. Status 1 after a refusal, and where none came.
 */
const [, , sourcePort, address = '', port, within] = process.argv;
const socket = createSocket('udp4');
socket.on('message', (answer) => {
  process.stdout.write(answer);
  socket.close();
});
// An ICMP port unreachable comes back as ECONNREFUSED on a connected socket (udp(7)).
socket.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
socket.bind(Number(sourcePort), () => {
  socket.connect(Number(port), address, () => {
    socket.send('who am I?\n');
    setTimeout(() => socket.emit('error', new Error(`no answer within ${within ?? ''} ms`)), Number(within)).unref();
  });
});
