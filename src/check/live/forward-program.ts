import { connect, createServer } from 'node:net';

/*
 * Carries TCP connections to another place over connections of its own, as docker-proxy and
 * `socat tcp-l:PORT,fork,reuseaddr tcp:ADDRESS:TO-PORT` do. It runs in the network namespace of a place, and prints
 * "ready" once it listens. Arguments: PORT ADDRESS TO-PORT.
 */
const [port, host = '', hostPort] = process.argv.slice(2);
const server = createServer({ allowHalfOpen: true }, (caller) => {
  const onward = connect({ host, port: Number(hostPort), allowHalfOpen: true });
  caller.pipe(onward).pipe(caller);
  // If either breaks, the other one's peer learns of it.
  caller.on('error', () => onward.destroy());
  onward.on('error', () => caller.destroy());
});
server.listen(Number(port), '0.0.0.0', () => {
  process.stdout.write('ready\n');
});
