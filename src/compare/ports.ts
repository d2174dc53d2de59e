import type { Packet } from '../packet/index.js';
import type { LabPlace } from './lab-places.js';

/** Returns whether a point is a bridge's port that leads to a container, a LAN host or a namespace: `web.eth0`. */
export const isPort = (point: string): boolean => /\.eth\d+$/.test(point);

/**
 * The ports of a lab's bridges that have one hardware address during a check and share it with none. Containers that
 * are gone at the end or had other addresses before are not among them: what they sent may bear what is another's
 * address at the end.
 */
export class Ports {
  readonly #macs = new Map<string, string>();

  constructor(places: readonly LabPlace[]) {
    const shared = new Set<string>();
    const points = new Map<string, string>();
    for (const { kind, key, mac, alsoOn = [], earlier = [] } of places) {
      if ((kind !== 'container' && kind !== 'lan-host') || earlier.length > 0) continue;
      for (const [name, address] of [['eth0', mac], ...alsoOn.map((on) => [on.interface, on.mac])]) {
        if (!address) continue;
        if (points.has(address)) shared.add(address);
        points.set(address, `${key}.${name}`);
      }
    }
    for (const [address, point] of points) if (!shared.has(address)) this.#macs.set(point, address);
  }

  /** Returns whether a port sees a unicast frame that it neither sends nor is meant to get: a bridge floods it. */
  isBystander(point: string, { ethernet }: Packet): boolean {
    const mac = this.#macs.get(point);
    if (mac === undefined || ethernet === null || isGroupAddress(ethernet.destination)) return false;
    return ethernet.source !== mac && ethernet.destination !== mac;
  }
}

/** Returns whether a hardware address is a multicast or the broadcast address (IEEE 802, the I/G bit). */
const isGroupAddress = (mac: string): boolean => (parseInt(mac.slice(0, 2), 16) & 1) === 1;
