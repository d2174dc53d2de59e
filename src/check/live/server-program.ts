import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { Packet } from 'dns-packet';

/*
 * A server that runs in the network namespace of a place. It prints "ready" once it listens. Arguments:
 *   echo PORT                      answers a datagram with its sender's address and port, as the page does for TCP
 *   forward PORT ADDRESS TO-PORT   carries TCP connections to another place over connections of its own, as
 * docker-proxy
 *                                  and `socat tcp-l:PORT,fork,reuseaddr tcp:ADDRESS:TO-PORT` do
 *   names NAME=ADDRESS …           a name server for these names alone
 */
const [kind, ...values] = process.argv.slice(2);
const ready = () => {
  process.stdout.write('ready\n');
};
if (kind === 'echo') echo(Number(values[0]));
else if (kind === 'forward') forward(Number(values[0]), values[1] ?? '', Number(values[2]));
else await serveNames(new Map(values.map((pair) => pair.split('=') as [string, string])));

function echo(port: number): void {
  const socket = createSocket('udp4');
  socket.on('message', (_, from) => {
    socket.send(`${from.address} ${from.port}\n`, from.port, from.address);
  });
  socket.bind(port, ready);
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

/** Serves A records with a TTL of 300 s, and NXDOMAIN for any other name, on UDP port 53 (RFC 1035). */
async function serveNames(names: ReadonlyMap<string, string>): Promise<void> {
  const dns = await import('dns-packet');
  const nameError = 3;
  const answer = ({ id = 0, questions = [] }: Packet): Packet => {
    const [question] = questions;
    const address = question && names.get(question.name.toLowerCase());
    const flags = dns.AUTHORITATIVE_ANSWER | dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE;
    return {
      type: 'response',
      id,
      flags: address === undefined ? flags | nameError : flags,
      questions,
      answers:
        question?.type === 'A' && address !== undefined
          ? [{ type: 'A', name: question.name, ttl: 300, data: address }]
          : [],
    };
  };
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    socket.send(dns.encode(answer(dns.decode(query))), from.port, from.address);
  });
  socket.bind(53, ready);
}
