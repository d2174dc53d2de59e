/** Returns the eight groups of an IPv6 address with four digits each; null if the text is none (RFC 4291, 2.2). */
export function ipv6Groups(text: string): string[] | null {
  const halves = text.toLowerCase().split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? groups.map((group) => group.padStart(4, '0')) : null;
}

/**
 * Returns whether an IPv6 address is in a subnet in CIDR notation. The prefix counts in whole digits of four bits, as
 * the engine's subnets do.
 */
export function isInIpv6Subnet(address: string, subnet: string): boolean {
  const [network = '', prefix] = subnet.split('/');
  const [one, other] = [address, network].map((text) =>
    ipv6Groups(text)
      ?.join('')
      .slice(0, Number(prefix) / 4),
  );
  return one !== undefined && one === other;
}

/** Returns the link-local address that a kernel makes from a MAC address (RFC 4291, appendix A). */
export function linkLocal(mac: string): string {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const group = (high: number, low: number) => (high * 256 + low).toString(16);
  return `fe80::${group(a ^ 2, b)}:${group(c, 0xff)}:${group(0xfe, d)}:${group(e, f)}`;
}
