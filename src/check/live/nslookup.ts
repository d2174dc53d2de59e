/** What busybox's nslookup found. */
export interface Answer {
  /** IPv4 addresses in the order of the answer. */
  readonly addresses: readonly string[];
  /** Why there is none: "** server can't find db: NXDOMAIN"; empty if there is one. */
  readonly error: string;
  /** True if the name server's port is closed. */
  readonly refused: boolean;
}

/**
 * Returns arguments that ask for a record once. A query that fails for good would otherwise be repeated, and each
 * repetition would be one more frame in the recording.
 *
 * @param seconds Time to wait for an answer.
 * @param server The name server to ask; the configured one if absent.
 */
export const nslookup = (type: 'a' | 'ptr', name: string, seconds: string, server?: string): string[] => [
  'nslookup',
  `-type=${type}`,
  `-timeout=${seconds}`,
  '-retry=1',
  name,
  ...(server === undefined ? [] : [server]),
];

/**
 * Reads what busybox's nslookup printed on both its outputs: the resolver it asked, under "Server:", and then each
 * address under a "Name:" of its own. A name that exists and has no IPv4 address prints neither a "Name:" nor an error.
 */
export function parseAnswer(printed: string): Answer {
  const addresses = [...printed.matchAll(/^Name:.*\nAddress(?: \d+)?:\s*(\d+\.\d+\.\d+\.\d+)$/gm)].map(
    (match) => match[1] ?? '',
  );
  return { addresses, error: addresses.length > 0 ? '' : errorIn(printed), refused: isRefused(printed) };
}

/** Reads what it printed for a PTR query: `2.0.18.172.in-addr.arpa	name = db.app`. */
export function parseReverseAnswer(printed: string): { readonly names: readonly string[]; readonly error: string } {
  const names = [...printed.matchAll(/\tname = (\S+)$/gm)].map((match) => match[1] ?? '');
  return { names, error: names.length > 0 ? '' : errorIn(printed) };
}

const isRefused = (printed: string) => printed.includes('Connection refused');

function errorIn(printed: string): string {
  const last = printed.trim().split('\n').at(-1) ?? '';
  return last === 'Non-authoritative answer:' ? 'an answer without an address' : last.replace(/^nslookup: /, '');
}
