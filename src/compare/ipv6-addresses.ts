import { ipv6Groups, isInIpv6Subnet, linkLocal } from '../text/index.js';
import type { LabPlace, LabPlaces } from './lab-places.js';

/** The roles of a lab's IPv6 addresses and subnets: the engine draws both, and the kernel makes some from MACs. */
export class Ipv6Roles {
  readonly #roles = new Map<string, string>();
  readonly #subnets: (readonly [string, string])[] = [];

  /** @param nameBridge Returns the name of a network's bridge. */
  constructor({ host }: LabPlaces, places: readonly LabPlace[], nameBridge: (kind: string, key: string) => string) {
    const add = (address: string | undefined, role: string) => {
      const groups = address === undefined ? null : ipv6Groups(address);
      if (groups !== null) this.#roles.set(groups.join(''), role);
    };
    const addLinkLocal = (mac: string | null | undefined, role: string) => {
      if (mac != null && mac !== '') add(linkLocal(mac), role);
    };
    add(host.ipv6, 'host.ipv6');
    // Earlier addresses first: a later owner overrides them.
    for (const { key, earlier = [] } of places) for (const { ipv6 } of earlier) add(ipv6, `${key}.ipv6`);
    for (const { kind, key, ipv6, mac, alsoOn } of places) {
      if (typeof ipv6 === 'string') add(ipv6, `${key}.ipv6`);
      else if (ipv6 !== undefined) {
        this.#subnets.push([ipv6.subnet, key]);
        add(ipv6.gateway, `${nameBridge(kind, key)}.ipv6`);
      }
      addLinkLocal(mac, `${key}.link-local`);
      for (const other of alsoOn ?? []) {
        add(other.ipv6, `${key}.ipv6@${other.on}`);
        addLinkLocal(other.mac, `${key}.link-local@${other.on}`);
      }
    }
  }

  /**
   * Returns an address's role; `app.ipv6.other` for another one in a known subnet; `link-local` and `solicited-node`
   * for addresses that differ from lab to lab; else the address itself.
   */
  roleOf(address: string): string {
    const digits = ipv6Groups(address)?.join('');
    if (digits === undefined) return address;
    const key = this.#subnets.find(([subnet]) => isInIpv6Subnet(address, subnet))?.[1];
    const role = this.#roles.get(digits);
    if (role !== undefined || key !== undefined) return role ?? `${key ?? ''}.ipv6.other`;
    if (digits.startsWith('fe80')) return 'link-local';
    return digits.startsWith('ff0200000000000000000001ff') ? 'solicited-node' : address;
  }

  /** Replaces every address, subnet and reverse name in a text by its role. */
  replaceIn(text: string): string {
    if (!text.includes('::') && !/(?:[0-9a-f]{1,4}:){7}|ip6\.arpa/.test(text)) return text;
    return text
      .replace(/\b(?:[0-9a-f]\.){32}ip6\.arpa\b/g, (name) => {
        const digits = name.slice(0, 64).replaceAll('.', '');
        const role = this.#roles.get([...digits].reverse().join(''));
        return role === undefined ? name : `${role}.ip6.arpa`;
      })
      .replace(
        /(?<![\w:.])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(\/\d{1,3})?(?![\w:])/g,
        (whole, address: string, prefix: string | undefined) => {
          if (prefix === undefined || prefix === '/128') return this.roleOf(address);
          const key = this.#subnets.find(([subnet]) => subnet === `${address}${prefix}`)?.[1];
          return key === undefined ? whole : `${key}.ipv6.subnet`;
        },
      );
  }
}
