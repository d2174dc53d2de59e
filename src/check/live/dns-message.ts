import { decode, encode, RECURSION_DESIRED } from 'dns-packet';
import type { DecodedPacket } from 'dns-packet';
import type { DnsExchange, QueryType } from '../words/dns.js';

/** What an answer says. */
export type DnsAnswer = Pick<DnsExchange, 'code' | 'answers' | 'truncated'>;

/** Encodes a query with an id of its own (RFC 1035), and with an EDNS record if a size is given (RFC 6891). */
export const encodeQuery = (name: string, type: QueryType, udpSize?: number): Uint8Array =>
  encode({
    type: 'query',
    id: Math.floor(Math.random() * 0x10000),
    flags: RECURSION_DESIRED,
    questions: [{ type, name }],
    additionals:
      udpSize === undefined
        ? []
        : [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: udpSize,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ],
  });

/** Decodes an answer. @throws if it is no DNS message. */
export function decodeAnswer(message: Buffer): DnsAnswer {
  const response = decode(message);
  // Missing in the package's types (5.6.5).
  const { rcode } = response as DecodedPacket & { readonly rcode: string };
  const { answers = [], flag_tc: truncated } = response;
  const records = answers.map((record) => ({
    name: record.name,
    type: record.type,
    ttl: 'ttl' in record ? (record.ttl ?? 0) : 0,
    data:
      'data' in record && typeof record.data === 'string'
        ? record.data
        : JSON.stringify('data' in record ? record.data : null),
  }));
  return { code: rcode, answers: records, truncated };
}
