import type { Packet } from '../packet/index.js';
import type { LabPlace } from './lab-places.js';

/** Returns whether a point is a bridge's port that leads to a container, a LAN host or a namespace: `web.eth0`. */
export const isPort = (point: string): boolean => /\.eth\d+$/.test(point);

interface Port {
  readonly mac: string;
  readonly addresses: readonly LabPlace['address' | 'ipv6'][];
}

/**
 * The ports of a lab's bridges, with the addresses behind them. Containers that had other addresses before are left
 * out, and so are ports that share a hardware address, as on an ipvlan network.
 */
export class Ports {
  readonly #ports = new Map<string, Port>();

  constructor(places: readonly LabPlace[]) {
    const points = new Map<string, string>();
    for (const { kind, key, mac, address, ipv6, alsoOn = [], earlier = [] } of places) {
      if ((kind !== 'container' && kind !== 'lan-host') || earlier.length > 0) continue;
      for (const on of [{ interface: 'eth0', mac, address, ipv6 }, ...alsoOn]) {
        if (!on.mac) continue;
        const point = `${key}.${on.interface}`;
        const other = points.get(on.mac);
        if (other !== undefined) this.#ports.delete(other);
        else this.#ports.set(point, { mac: on.mac, addresses: [on.address, on.ipv6] });
        points.set(on.mac, point);
      }
    }
  }

  /**
   * Returns whether a port sees a unicast frame that it neither sends nor is meant to get: a bridge floods it. A frame
   * to or from the port's IP address is its own, for a container that starts again may get another hardware address.
   */
  isBystander(point: string, { ethernet, ip }: Packet): boolean {
    const port = this.#ports.get(point);
    if (port === undefined || ethernet === null || isGroupAddress(ethernet.destination)) return false;
    if (ip !== null && [ip.source, ip.destination].some((address) => port.addresses.includes(address))) return false;
    return ethernet.source !== port.mac && ethernet.destination !== port.mac;
  }
}

/** Returns whether a hardware address is a multicast or the broadcast address (IEEE 802, the I/G bit). */
const isGroupAddress = (mac: string): boolean => (parseInt(mac.slice(0, 2), 16) & 1) === 1;
