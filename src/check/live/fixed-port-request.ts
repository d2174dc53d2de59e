import { connect } from 'node:net';

/*
 * A program of its own, run in the network namespace of whoever asks: requests docknet's page from a given source port. busybox nc
 * has no source port for a connection, its -p is for listening. Arguments: source port, address, port, and for how many milliseconds
 * from then on an answer is awaited: on a busy machine the program itself may take longer to come up than silence takes to be silence.
 */
const [sourcePort, host = '', port, within] = process.argv.slice(2);
const socket = connect({ localPort: Number(sourcePort), host, port: Number(port) });

socket.once('connect', () => {
  socket.write('GET /cgi-bin/client HTTP/1.0\r\n\r\n');
});
socket.on('data', (chunk) => {
  process.stdout.write(chunk);
});
// The server closes first, so that the source port does not stay in TIME_WAIT on this side.
socket.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
setTimeout(() => {
  socket.destroy(new Error(`no answer within ${within ?? ''} ms`));
}, Number(within)).unref();
