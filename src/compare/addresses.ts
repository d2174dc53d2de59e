import type { LabPlace, LabPlaces } from './places.js';

/** Roles of addresses and subnets. */
export class Addresses {
  private readonly roles = new Map<string, string>();
  private readonly subnets = new Map<string, string>();

  constructor({ host }: LabPlaces, places: readonly LabPlace[]) {
    this.roles.set(host.secondaryAddress, 'host.secondary').set(host.address, 'host');
    if (host.secondLan !== null) this.roles.set(host.secondLan.address, 'host.secondUplink');
    // What a container had is its own where nobody else has it.
    for (const { key, earlier } of places) for (const { address } of earlier ?? []) this.roles.set(address, key);
    for (const { kind, key, address, gateway, subnet, alsoOn: also } of places) {
      if (typeof address === 'string' && address !== '') this.roles.set(address, key);
      if (gateway !== undefined && gateway !== '') this.roles.set(gateway, bridgeRole(kind, key));
      if (subnet !== undefined && subnet !== '') this.subnets.set(subnet, key);
      for (const further of also ?? []) this.roles.set(further.address, `${key}@${further.on}`);
    }
  }

  role(address: string): string {
    const known = this.roles.get(address);
    if (known !== undefined) return known;
    for (const [subnet, key] of this.subnets) {
      const place = placeIn(subnet, address);
      if (place !== null) return `${key}.${place}`;
    }
    return address;
  }

  /** A text with every address, subnet and reverse name in it replaced by its role. */
  inText(text: string): string {
    return text
      .replace(
        /\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa\b/g,
        (name, d: string, c: string, b: string, a: string) => {
          const role = this.roles.get(`${a}.${b}.${c}.${d}`);
          return role === undefined ? name : `${role}.in-addr.arpa`;
        },
      )
      .replace(
        /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(\/\d{1,2})?(?![\d]|\.\d)/g,
        (whole, address: string, prefix: string | undefined) => {
          if (prefix === undefined || prefix === '/32') return this.role(address);
          const key = this.subnets.get(`${address}${prefix}`);
          return key === undefined ? whole : `${key}.subnet`;
        },
      );
  }
}

/** The host's address on a bridge is called as the bridge's point is. */
const bridgeRole = (kind: string, key: string): string => (kind === 'network' && key !== 'docker0' ? `br-${key}` : key);

/** Where an address without a place of its own stands in a network: `broadcast`, or `other`; null outside of it. */
function placeIn(subnet: string, address: string): 'broadcast' | 'other' | null {
  const [network = '', prefix] = subnet.split('/');
  const [at, base] = [numeric(address), numeric(network)];
  const length = Number(prefix);
  if (at === null || base === null || !(length >= 1 && length <= 32)) return null;
  const size = 2 ** (32 - length);
  if (at < base || at >= base + size) return null;
  return at === base + size - 1 ? 'broadcast' : 'other';
}

function numeric(address: string): number | null {
  const parts = address.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : null;
}
