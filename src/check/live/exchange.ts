import { isIPv6 } from 'node:net';
import { answerLimitMs, scaleMs, type CommandResult } from '../../process/index.js';
import type { QueryType } from '../words/dns.js';
import { decodeAnswer, encodeQuery } from './dns-message.js';
import { exchangeScript } from './exchange-script.js';

/** Describes what one of docknet's own programs did as a command that a person would type. */
export type DescribeResult = (result: CommandResult) => CommandResult;

/** One request that docknet's page, UDP server or a TFTP server answers. */
export interface PageRequest {
  readonly protocol: 'tcp' | 'half-closed-tcp' | 'udp' | 'tftp';
  /** 0 for any. */
  readonly sourcePort: number;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** How much longer a page may take once its connection is open, in milliseconds. */
  readonly pageTimeoutMs: number;
  /** Bytes to which its data is filled up; as long as it is if absent. */
  readonly size?: number;
}

const payloads: Readonly<Record<PageRequest['protocol'], string>> = {
  tcp: 'GET /cgi-bin/client HTTP/1.0\r\n\r\n',
  // Without the empty line that ends a request, so that the connection's end does.
  'half-closed-tcp': 'GET /cgi-bin/client HTTP/1.0\r\n',
  udp: 'who am I?\n',
  tftp: '\0\x01boot\0octet\0',
};

/** Returns the command that sends a request and prints its answer. */
export const requestCommand = ({ protocol, size = 0, ...request }: PageRequest): string[] =>
  exchangeCommand(protocol, request, [Buffer.from(payloads[protocol].padEnd(size, '\n'), 'latin1')]);

/** Returns a description of a request as a command. */
export const describeRequest =
  (request: PageRequest): DescribeResult =>
  (result) => ({ ...result, command: typedRequest(request) });

function typedRequest({ protocol, sourcePort, address, port, size = 0 }: PageRequest): string {
  if (protocol === 'tftp') return `tftp ${address} -c get boot`;
  if (protocol === 'tcp') {
    const from = sourcePort === 0 ? '' : `--local-port ${sourcePort} `;
    return `curl ${from}http://${isIPv6(address) ? `[${address}]` : address}:${port}/cgi-bin/client`;
  }
  const from = sourcePort === 0 ? '' : `-p ${sourcePort} `;
  if (protocol === 'half-closed-tcp') return `echo GET /cgi-bin/client HTTP/1.0 | nc -N ${from}${address} ${port}`;
  return `${size === 0 ? '' : `head -c ${size} /dev/zero | `}nc -u ${from}${address} ${port}`;
}

/** Queries for one name, and how long each answer may take. */
export interface Queries {
  readonly over: 'udp' | 'tcp';
  /** The name server. */
  readonly address: string;
  readonly name: string;
  readonly type: QueryType;
  readonly timeoutMs: number;
  /** Bytes that an EDNS record takes over UDP; no such record if undefined. */
  readonly udpSize?: number | undefined;
}

/** Returns the command that sends queries one after another, each once. */
export function queryCommand(times: number, { over, address, name, type, timeoutMs, udpSize }: Queries): string[] {
  const messages = Array.from({ length: times }, () => encodeQuery(name, type, udpSize));
  return exchangeCommand(`dns-${over}`, { sourcePort: 0, address, port: 53, timeoutMs, pageTimeoutMs: 0 }, messages);
}

/**
 * Returns a description of queries as a command that prints a JSON line for each: `code`, `answers`, `truncated`, or
 * `error`.
 */
export const describeQueries =
  ({ over, address, name, type, udpSize }: Queries): DescribeResult =>
  (result) => ({
    ...result,
    command: ['dig', ...digFlags(over, udpSize), `+tries=1 @${address} ${name} ${type}`].join(' '),
    stdout: result.stdout.replaceAll(/^(?:error (.*)|([0-9a-f]+))$/gm, (_, error?: string, message = '') =>
      JSON.stringify(error === undefined ? readAnswer(message as string) : { error }),
    ),
  });

const digFlags = (over: Queries['over'], udpSize: number | undefined): string[] => [
  ...(over === 'tcp' ? ['+tcp'] : []),
  ...(udpSize === undefined ? [] : [`+bufsize=${udpSize}`]),
];

function readAnswer(hex: string): ReturnType<typeof decodeAnswer> | { readonly error: string } {
  try {
    return decodeAnswer(Buffer.from(hex, 'hex'));
  } catch (cause) {
    return { error: `the answer is no DNS message: ${(cause as Error).message}` };
  }
}

function exchangeCommand(
  kind: string,
  { sourcePort, address, port, timeoutMs, pageTimeoutMs }: Omit<PageRequest, 'protocol' | 'size'>,
  messages: readonly Uint8Array[],
): string[] {
  const limits = [answerLimitMs(timeoutMs), pageTimeoutMs].map(scaleMs);
  const values = [sourcePort, address, port, ...limits].map(String);
  return ['perl', '-e', exchangeScript, kind, ...values, ...messages.map((one) => Buffer.from(one).toString('hex'))];
}
