import { createSocket, type Socket } from 'node:dgram';
import { connect, createServer } from 'node:net';

/*
 * A server that runs in the network namespace of a place. It prints "ready" once it listens. Arguments:
 *   echo PORT                      answers a datagram with its sender's address and port, as the page does for TCP
 *   forward PORT ADDRESS TO-PORT   carries TCP connections to another place over connections of its own, as
 * docker-proxy
 *                                  and `socat tcp-l:PORT,fork,reuseaddr tcp:ADDRESS:TO-PORT` do
 */
const [kind, ...values] = process.argv.slice(2);
const ready = () => {
  process.stdout.write('ready\n');
};
if (kind === 'echo') echo(Number(values[0]));
else forward(Number(values[0]), values[1] ?? '', Number(values[2]));

function echo(port: number): void {
  const ipv6 = answering(createSocket({ type: 'udp6', ipv6Only: true }));
  const bindIpv4 = () => answering(createSocket('udp4')).bind(port, ready);
  // A kernel booted with ipv6.disable=1 has no such socket.
  ipv6.once('error', bindIpv4).bind(port, bindIpv4);
}

function answering(socket: Socket): Socket {
  return socket.on('message', (_, from) => {
    socket.send(`${from.address} ${from.port}\n`, from.port, from.address);
  });
}

function forward(port: number, host: string, hostPort: number): void {
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    const onward = connect({ host, port: hostPort, allowHalfOpen: true });
    caller.pipe(onward).pipe(caller);
    // If either breaks, the other one's peer learns of it.
    caller.on('error', () => onward.destroy());
    onward.on('error', () => caller.destroy());
  });
  server.listen(port, '0.0.0.0', ready);
}
