import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';

/*
 * Sends one request from a chosen source port (0 for any), prints the answer, and exits with 1 if there is none. It
 * runs in the network namespace of its caller. TCP requests docknet's page: busybox nc has no source port for a
 * connection. The time limit begins here, since the program itself may start late on a busy machine. Arguments: tcp,
 * udp or tftp, source port, address, port, time limit in milliseconds.
 */
const [protocol, sourcePort, address = '', port, timeoutMs] = process.argv.slice(2);
const udp = isIPv6(address) ? 'udp6' : 'udp4';
const fail = (message: string) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};
if (protocol === 'tcp') requestPage();
else if (protocol === 'tftp') requestFile();
else requestEcho();
setTimeout(() => {
  fail(`no answer within ${timeoutMs ?? ''} ms`);
}, Number(timeoutMs)).unref();

function requestPage(): void {
  const socket = connect({ localPort: Number(sourcePort), host: address, port: Number(port) });
  socket.once('connect', () => {
    socket.write('GET /cgi-bin/client HTTP/1.0\r\n\r\n');
  });
  // The server closes first, so that the source port does not stay in TIME_WAIT on this side.
  socket.on('data', (chunk) => {
    process.stdout.write(chunk);
  });
  socket.once('error', ({ message }) => {
    fail(message);
  });
}

function requestFile(): void {
  const socket = createSocket(udp);
  // A server answers from a port of its own, so the socket is not connected (RFC 1350, section 4).
  socket.on('message', (answer, { port: from }) => {
    process.stdout.write(`${answer.length} bytes from port ${from}\n`);
    socket.close();
  });
  socket.bind(Number(sourcePort), () => {
    socket.send(Buffer.from('\0\x01boot\0octet\0', 'latin1'), Number(port), address);
  });
}

function requestEcho(): void {
  const socket = createSocket(udp);
  socket.on('message', (answer) => {
    process.stdout.write(answer);
    socket.close();
  });
  // An ICMP port unreachable comes back as ECONNREFUSED on a connected socket (udp(7)).
  socket.on('error', ({ message }) => {
    fail(message);
  });
  socket.bind(Number(sourcePort), () => {
    socket.connect(Number(port), address, () => {
      socket.send('who am I?\n');
    });
  });
}
