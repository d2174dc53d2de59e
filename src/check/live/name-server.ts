import { createSocket } from 'node:dgram';
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, type Packet } from 'dns-packet';

/*
 * A name server on UDP port 53 for the names it is given: A records with a TTL of 300 s, NXDOMAIN for any other name (RFC 1035).
 * Arguments: NAME=ADDRESS …
 */
const names = new Map(process.argv.slice(2).map((pair) => pair.split('=') as [string, string]));
const nameError = 3;
const socket = createSocket('udp4');
socket.on('message', (query, from) => {
  socket.send(encode(answer(decode(query))), from.port, from.address);
});
socket.bind(53, () => {
  process.stdout.write('ready\n');
});

function answer({ id = 0, questions = [] }: Packet): Packet {
  const [question] = questions;
  const address = question && names.get(question.name.toLowerCase());
  const flags = AUTHORITATIVE_ANSWER | RECURSION_DESIRED | RECURSION_AVAILABLE;
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
}
