import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import {
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  streamDecode,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { Answer, Packet } from 'dns-packet';

/*
 * A name server for UDP and TCP port 53 (RFC 1035) that runs in the network namespace of a place. It prints "ready"
 * once it listens. Arguments: the address to listen on, then NAME=REPLY for each name; "*" stands for every other
 * name, which otherwise does not exist. `LanHostSpec.resolves` lists the replies.
 */
const [address = '', ...pairs] = process.argv.slice(2);
const replies = new Map(pairs.map((pair) => pair.split('=') as [string, string]));

const codes: Readonly<Record<string, number>> = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };
const timeToLive = 300;
/** How long a reply is late, in milliseconds: within the four seconds that Docker's resolver waits. */
const delayMs = 2500;

const udp = createSocket('udp4');
udp.on('message', (message, from) => {
  reply(message, 'udp', (answer) => {
    udp.send(encode(answer), from.port, from.address);
  });
});
const tcp = createServer((socket) => {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    const lengthField = 2;
    if (received.length < lengthField || received.length < lengthField + received.readUInt16BE(0)) return;
    reply(received, 'tcp', (answer) => {
      socket.end(streamEncode(answer));
    });
    received = Buffer.alloc(0);
  });
  socket.on('error', () => socket.destroy());
});
tcp.listen(53, address, () => {
  udp.bind(53, address, () => {
    process.stdout.write('ready\n');
  });
});

/** Answers a query from the table; not at all for "silence". */
function reply(message: Buffer, protocol: 'udp' | 'tcp', send: (answer: Packet) => void): void {
  const { id = 0, questions = [] } = protocol === 'udp' ? decode(message) : streamDecode(message);
  const [question] = questions;
  if (question === undefined) return;
  const wanted = replies.get(question.name.toLowerCase()) ?? replies.get('*') ?? 'NXDOMAIN';
  if (wanted === 'silence') return;
  const [how = '', value = ''] = wanted.includes(' ') ? wanted.split(' ') : ['', wanted];
  const isCut = how === 'truncated' && protocol === 'udp';
  const code = codes[value];
  const type = value.includes(':') ? 'AAAA' : 'A';
  const hasRecord = code === undefined && question.type === type && !isCut;
  const record: Answer = { type, name: question.name, ttl: timeToLive, data: value };
  const flags = RECURSION_DESIRED | RECURSION_AVAILABLE | (isCut ? TRUNCATED_RESPONSE : 0);
  const answer: Packet = {
    type: 'response',
    id,
    flags: flags | (code ?? 0),
    questions,
    answers: hasRecord ? [record] : [],
  };
  if (how === 'late') setTimeout(send, delayMs, answer);
  else send(answer);
}
