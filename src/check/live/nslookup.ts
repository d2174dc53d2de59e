/** What busybox's nslookup found. */
export interface Answer {
  /** IPv4 addresses in the order of the answer. */
  readonly addresses: readonly string[];
  /** Why there is none: "** server can't find db: NXDOMAIN"; empty where there is one. */
  readonly error: string;
}

/**
 * Arguments that ask for a name's IPv4 address once and wait some seconds. A query that fails for good is otherwise repeated, and
 * every repetition would be one more frame in the recording.
 */
export const nslookup = (name: string, seconds: string): string[] => [
  'nslookup',
  '-type=a',
  `-timeout=${seconds}`,
  '-retry=1',
  name,
];

/**
 * Reads what busybox's nslookup printed on both its outputs: the resolver it asked, under "Server:", and then each address under a
 * "Name:" of its own. A name that exists and has no IPv4 address prints neither a "Name:" nor an error.
 */
export function parseAnswer(printed: string): Answer {
  const addresses = [...printed.matchAll(/^Name:.*\nAddress(?: \d+)?:\s*(\d+\.\d+\.\d+\.\d+)$/gm)].map(
    (match) => match[1] ?? '',
  );
  if (addresses.length > 0) return { addresses, error: '' };
  const last = printed.trim().split('\n').at(-1) ?? '';
  return {
    addresses,
    error: last === 'Non-authoritative answer:' ? 'an answer without an address' : last.replace(/^nslookup: /, ''),
  };
}
