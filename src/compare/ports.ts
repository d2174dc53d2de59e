import type { Packet } from '../packet/index.js';
import type { LabPlace } from './lab-places.js';

/** Returns whether a point is a bridge's port that leads to a container, a LAN host or a namespace: `web.eth0`. */
export const isPort = (point: string): boolean => /\.eth\d+$/.test(point);

/**
 * The ports of a lab's bridges by the hardware addresses behind them. Leaves out containers that are gone at the end or
 * had other addresses before: what they sent may bear what is another's address at the end.
 */
export class Ports {
  readonly #points = new Set<string>();
  /** Points by hardware address. null if several have it, as on an ipvlan network. */
  readonly #byMac = new Map<string, string | null>();

  constructor(places: readonly LabPlace[]) {
    for (const { kind, key, mac, alsoOn = [], earlier = [] } of places) {
      if ((kind !== 'container' && kind !== 'lan-host') || earlier.length > 0) continue;
      for (const [name, address] of [['eth0', mac], ...alsoOn.map((on) => [on.interface, on.mac])]) {
        if (!address) continue;
        this.#points.add(`${key}.${name}`);
        this.#byMac.set(address, this.#byMac.has(address) ? null : `${key}.${name}`);
      }
    }
  }

  /** Returns whether a port sees a frame that is from one other port to another: the bridge floods it. */
  isBystander(point: string, { ethernet }: Packet): boolean {
    if (ethernet === null || !this.#points.has(point)) return false;
    const ends = [this.#byMac.get(ethernet.source), this.#byMac.get(ethernet.destination)];
    return ends.every((end) => end != null && end !== point);
  }
}
