import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { ipv6Groups, isInIpv6Subnet } from '../../text/index.js';

/** Something with an address that a frame can come from or go to: an IPv4 one, but for a place's `ipv6`. */
export interface Endpoint {
  /** Its name in the check. */
  readonly key: string;
  /** Throws MissingAddressError if it has none. */
  readonly address: string;
  /** False if `address` throws; absent if it always has one. */
  readonly hasAddress?: boolean;
}

/** An address, or something that has one. */
export type Target = Endpoint | string;

/** This machine itself. */
export const localhost = '127.0.0.1';

/** This machine itself over IPv6. */
export const localhostIpv6 = '::1';

/** A place has no address of its own, as a container on the host or none network. A check that needs one deviates. */
export class MissingAddressError extends Error {
  override readonly name = 'MissingAddressError';

  constructor(readonly key: string) {
    super(`${key} has no address of its own`);
  }
}

/** Returns the address itself. @throws MissingAddressError if the place has none. */
export function addressOf(target: Target): string {
  return typeof target === 'string' ? target : target.address;
}

/** Returns a place as it is reached over IPv6: `web.ipv6`. @param address undefined if it has none. */
export const ipv6Endpoint = (key: string, address: string | undefined): Endpoint => ({
  key,
  hasAddress: address !== undefined,
  get address() {
    if (address === undefined) throw new MissingAddressError(`${key}.ipv6`);
    return address;
  },
});

/** Returns the IP version of a target's address. @throws MissingAddressError if the place has none. */
export const versionOf = (target: Target): 4 | 6 => (isIPv6(addressOf(target)) ? 6 : 4);

/** Names a target for people, by key and address: "web (172.17.0.2)". */
export function describeTarget(target: Target): string {
  if (typeof target === 'string') return target;
  return `${target.key} (${target.hasAddress === false ? 'no address' : target.address})`;
}

/**
 * Returns the host port of a published port, the first for IPv4; 0 if it has none.
 *
 * @param ports As the engine lists them: "80/tcp" to "0.0.0.0:8080".
 * @param port "80/tcp".
 */
export function findPublishedPort(ports: Readonly<Record<string, readonly string[]>>, port: string): number {
  const published = ports[port]?.find((address) => /^\d+\./.test(address));
  return Number(published?.split(':')[1] ?? 0);
}

/**
 * Returns the n-th address of a subnet in CIDR notation: `addressIn('172.17.0.0/16', 1)` is "172.17.0.1". Of an IPv6
 * subnet that ends with `::`, n is from 1 to 65535.
 */
export function addressIn(subnet: string, n: number): string {
  const [network = ''] = subnet.split('/');
  if (network.endsWith('::')) return network + n.toString(16);
  const value = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + n;
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
}

/** Returns the broadcast address of a subnet in CIDR notation: of "172.17.0.0/16" it is "172.17.255.255". */
export const broadcastOf = (subnet: string): string => addressIn(subnet, 2 ** (32 - Number(subnet.split('/')[1])) - 1);

const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8);
privateRanges.addSubnet('172.16.0.0', 12);
privateRanges.addSubnet('192.168.0.0', 16);

/** Returns whether an address or a subnet in CIDR notation is a private one (RFC 1918). */
export function isPrivate(addressOrSubnet: string): boolean {
  const [address = ''] = addressOrSubnet.split('/');
  return isIPv4(address) && privateRanges.check(address);
}

/**
 * Returns the name under which an address is looked up: "2.0.18.172.in-addr.arpa" for 172.18.0.2 (RFC 1035, section
 * 3.5), and 32 digits before "ip6.arpa" for an IPv6 address (RFC 3596, section 2.5).
 */
export function reverseName(of: Target): string {
  const address = addressOf(of);
  if (!isIPv6(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return `${[...(ipv6Groups(address) ?? []).join('')].reverse().join('.')}.ip6.arpa`;
}

/** Returns whether an IPv6 address or a subnet in CIDR notation is a unique local one (fd00::/8, RFC 4193). */
export function isUniqueLocal(addressOrSubnet: string): boolean {
  const [address = ''] = addressOrSubnet.split('/');
  return isInIpv6Subnet(address, 'fd00::/8');
}
