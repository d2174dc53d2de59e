import { Ipv6Roles } from './ipv6-addresses.js';
import type { LabPlace, LabPlaces } from './lab-places.js';

/** The roles of a lab's addresses and subnets. */
export class AddressRoles {
  readonly #roles = new Map<string, string>();
  readonly #subnets = new Map<string, string>();
  readonly #ipv6: Ipv6Roles;

  constructor(lab: LabPlaces, places: readonly LabPlace[]) {
    const { host } = lab;
    this.#ipv6 = new Ipv6Roles(lab, places, nameBridge);
    this.#roles.set(host.secondaryAddress, 'host.secondary').set(host.address, 'host');
    if (host.secondLan !== null) this.#roles.set(host.secondLan.address, 'host.secondUplink');
    // Earlier addresses first: a later owner overrides them.
    for (const { key, earlier } of places) for (const { address } of earlier ?? []) this.#roles.set(address, key);
    for (const { kind, key, address, gateway, subnet, alsoOn } of places) {
      if (typeof address === 'string' && address !== '') this.#roles.set(address, key);
      if (gateway !== undefined && gateway !== '') {
        this.#roles.set(gateway, nameBridge(kind, key));
        // Bridges alone: a LAN's subnet is the same in every lab.
        if (subnet !== undefined && subnet !== '') this.#subnets.set(subnet, key);
      }
      for (const other of alsoOn ?? []) this.#roles.set(other.address, `${key}@${other.on}`);
    }
  }

  /** Returns an address's role; in a known subnet `app.broadcast` or `app.other`; else the address itself. */
  roleOf(address: string): string {
    const role = this.#roles.get(address);
    if (role !== undefined) return role;
    for (const [subnet, key] of this.#subnets) {
      const place = locateInSubnet(subnet, address);
      if (place !== null) return `${key}.${place}`;
    }
    return this.#ipv6.roleOf(address);
  }

  /** Replaces every address, subnet and reverse name in a text by its role. */
  replaceIn(text: string): string {
    return this.#ipv6
      .replaceIn(text)
      .replace(
        /\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa\b/g,
        (name, d: string, c: string, b: string, a: string) => {
          const role = this.#roles.get(`${a}.${b}.${c}.${d}`);
          return role === undefined ? name : `${role}.in-addr.arpa`;
        },
      )
      .replace(
        /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(\/\d{1,2})?(?![\d]|\.\d)/g,
        (whole, address: string, prefix: string | undefined) => {
          if (prefix === undefined || prefix === '/32') return this.roleOf(address);
          const key = this.#subnets.get(`${address}${prefix}`);
          return key === undefined ? whole : `${key}.subnet`;
        },
      );
  }
}

/** Names a bridge, and the host's address on it, as the bridge's point. */
export const nameBridge = (kind: string, key: string): string =>
  kind === 'network' && key !== 'docker0' ? `br-${key}` : key;

/** Returns `broadcast`, or `other` for any other address in the subnet; null outside of it. */
function locateInSubnet(subnet: string, address: string): 'broadcast' | 'other' | null {
  const [network = '', prefix] = subnet.split('/');
  const [value, first] = [toNumber(address), toNumber(network)];
  const length = Number(prefix);
  if (value === null || first === null || !(length >= 1 && length <= 32)) return null;
  const size = 2 ** (32 - length);
  if (value < first || value >= first + size) return null;
  return value === first + size - 1 ? 'broadcast' : 'other';
}

function toNumber(address: string): number | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : null;
}
