import { createSocket } from 'node:dgram';

/*
 * A name server on UDP port 53 that knows the names it is given and no other (RFC 1035). Arguments: NAME=ADDRESS …
 */
const names = new Map(process.argv.slice(2).map((pair) => pair.split('=') as [string, string]));
const socket = createSocket('udp4');
socket.on('message', (query, from) => {
  socket.send(answer(query), from.port, from.address);
});
socket.bind(53, () => {
  process.stdout.write('ready\n');
});

/** The query sent back as a response: with an A record (TTL 300 s) for a known name's A question, as NXDOMAIN for an unknown name. */
function answer(query: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const address = names.get(labels.join('.'));
  const isA = query.readUInt16BE(at + 1) === 1;
  const record =
    address !== undefined && isA
      ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, ...address.split('.').map(Number)])
      : Buffer.alloc(0);
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8580 | (address === undefined ? 3 : 0), 2); // response, authoritative, recursion desired and available
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(record.length === 0 ? 0 : 1, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question, record]);
}
