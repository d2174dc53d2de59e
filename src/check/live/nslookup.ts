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
