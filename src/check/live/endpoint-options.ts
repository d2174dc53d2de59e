import type { Target } from '../words/address.js';
import type { DnsExchange, QueryType } from '../words/dns.js';

/** How long to wait for an answer. Set it only if silence is expected: a busy machine answers late. */
export interface WaitOptions {
  readonly timeoutMs?: number;
}

/** A request's options. */
export interface RequestOptions extends WaitOptions {
  /** The caller's port, by which one of several requests is known on the wire; any free port if absent. */
  readonly sourcePort?: number;
}

/** A page request's options. */
export interface GetOptions extends RequestOptions {
  /** Ends its own side of the connection with the request; the server waits for that. For an address, not a name. */
  readonly halfClose?: boolean;
}

/** A datagram's options. */
export interface UdpEchoOptions extends RequestOptions {
  /** Bytes of data, at most 65507, in the datagram and in its answer; some 10 if absent. */
  readonly size?: number;
}

/** A lookup's options. */
export interface LookupOptions extends WaitOptions {
  /** The name server's address; the place's configured one if absent. */
  readonly server?: string;
}

/** A DNS query's options. */
export interface QueryOptions extends WaitOptions {
  /** Record type; A if absent. */
  readonly type?: QueryType;
  /** UDP if absent. */
  readonly over?: DnsExchange['over'];
  /** The name server; 127.0.0.11 if absent. */
  readonly server?: Target;
  /** Bytes of an answer over UDP that the query's EDNS record takes (RFC 6891); no such record if absent. */
  readonly udpSize?: number;
}

/** A ping's options. */
export interface PingOptions extends WaitOptions {
  /** Echo requests to send, 100 ms apart. They share one identifier, so they are one flow. 1 if absent. */
  readonly count?: number;
  /** Bytes of data in each, 0 to 65507. 56 if absent. */
  readonly size?: number;
}
