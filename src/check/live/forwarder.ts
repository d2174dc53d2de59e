import { connect, createServer } from 'node:net';

/*
 * Carries every TCP connection to a port on to another place by a connection of its own, as docker-proxy does and the publish
 * document's `socat tcp-l:PORT,fork,reuseaddr tcp:ADDRESS:PORT`. Arguments: port, address, port there.
 */
const [port, host = '', portThere] = process.argv.slice(2);
const server = createServer({ allowHalfOpen: true }, (caller) => {
  const onward = connect({ host, port: Number(portThere), allowHalfOpen: true });
  caller.pipe(onward).pipe(caller);
  // Whichever of the two breaks, the other one's peer learns of it.
  caller.on('error', () => onward.destroy());
  onward.on('error', () => caller.destroy());
});
server.listen(Number(port), '0.0.0.0', () => {
  process.stdout.write('ready\n');
});
