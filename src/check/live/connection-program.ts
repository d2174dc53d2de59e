import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/*
 * Holds a TCP connection to docknet's page open, which sends back every line. It runs in the network namespace of its
 * caller. Sends the lines of its standard input. Prints "connected", the client's address and port as the server sees
 * them, and then every line that comes back. The time limit for the connection begins here, since the program itself
 * may start late on a busy machine. Arguments: source port (0 for any), address, port, time limit in milliseconds.
 */
const [sourcePort, address = '', port, timeoutMs = ''] = process.argv.slice(2);
const fail = (message: string) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};
const socket = connect({ localPort: Number(sourcePort), host: address, port: Number(port), noDelay: true });
const timer = setTimeout(() => {
  fail(`no answer within ${timeoutMs} ms`);
}, Number(timeoutMs));
socket.once('connect', () => {
  clearTimeout(timer);
  process.stdout.write('connected\n');
  // More than is ever sent: the server closes after so many bytes.
  socket.write('POST /cgi-bin/echo HTTP/1.0\r\nContent-Length: 1000000\r\n\r\n');
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      socket.write(`${line}\n`);
    })
    .once('close', () => {
      socket.end();
    });
});
let inHeader = true;
let rest = '';
// Not with readline, which throws what the socket reports.
socket.setEncoding('utf8').on('data', (text) => {
  const lines = `${rest}${String(text)}`.split(/\r?\n/);
  rest = lines.pop() ?? '';
  for (const line of lines) {
    if (!inHeader) process.stdout.write(`${line}\n`);
    else inHeader = line !== '';
  }
});
socket.once('error', ({ message }) => {
  fail(message);
});
socket.once('close', () => {
  fail('the connection is closed');
});
