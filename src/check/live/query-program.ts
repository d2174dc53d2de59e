import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { decode, encode, streamDecode, streamEncode } from 'dns-packet';
import type { DecodedPacket, Packet, RecordType } from 'dns-packet';

/*
 * Asks a name server for one name, one query after the other, and prints for each a JSON line: `code`, `answers`
 * (`name`, `type`, `ttl`, `data`), `truncated`, or `error`. It runs in the network namespace of its caller. Arguments:
 * udp or tcp, the server's address, name, record type, queries, time limit of each in milliseconds.
 */
const [protocol, server = '', name = '', type = 'A', times, timeoutMs] = process.argv.slice(2);
for (let n = 0; n < Number(times); n += 1) {
  const query: Packet = {
    type: 'query',
    id: Math.floor(Math.random() * 0x10000),
    flags: 0x0100, // recursion desired
    questions: [{ type: type as RecordType, name }],
  };
  const answer = await (protocol === 'tcp' ? askOverTcp(query) : askOverUdp(query)).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
  process.stdout.write(`${JSON.stringify('error' in answer ? answer : describe(answer))}\n`);
}

function askOverUdp(query: Packet): Promise<DecodedPacket> {
  const socket = createSocket('udp4');
  return withLimit(
    (resolve, reject) => {
      socket.on('message', (message) => {
        resolve(decode(message));
      });
      // An ICMP port unreachable comes back as ECONNREFUSED on a connected socket (udp(7)).
      socket.on('error', reject);
      socket.connect(53, server, () => {
        socket.send(encode(query));
      });
    },
    () => socket.close(),
  );
}

function askOverTcp(query: Packet): Promise<DecodedPacket> {
  const socket = connect({ host: server, port: 53 });
  return withLimit(
    (resolve, reject) => {
      let received = Buffer.alloc(0);
      const lengthField = 2;
      socket.once('connect', () => socket.write(streamEncode(query)));
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        if (received.length >= lengthField && received.length >= lengthField + received.readUInt16BE(0))
          resolve(streamDecode(received) as DecodedPacket);
      });
      socket.once('end', () => {
        reject(new Error('the server closed the connection without an answer'));
      });
      socket.once('error', reject);
    },
    () => socket.destroy(),
  );
}

function withLimit<T>(
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  close: () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs ?? ''} ms`));
    }, Number(timeoutMs)).unref();
    start(resolve, reject);
  }).finally(close);
}

function describe(response: DecodedPacket) {
  // Missing in the package's types (5.6.5).
  const { rcode } = response as DecodedPacket & { readonly rcode: string };
  const { answers = [], flag_tc: truncated } = response;
  const records = answers.map((record) => ({
    name: record.name,
    type: record.type,
    ttl: 'ttl' in record ? record.ttl : 0,
    data:
      'data' in record && typeof record.data === 'string'
        ? record.data
        : JSON.stringify('data' in record ? record.data : null),
  }));
  return { code: rcode, answers: records, truncated };
}
