import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An interface from sysfs (Documentation/ABI/testing/sysfs-class-net). */
export interface Interface {
  readonly name: string;
  readonly index: number;
  /** The ifindex of a veth's other end, in that end's namespace; the interface's own index for other kinds. */
  readonly peerIndex: number;
  readonly mac: string;
  /** Whether it is a port of a bridge that passes no frames on (yet). */
  readonly blocked: boolean;
}

/** A bridge port's state in sysfs in which it passes frames on: BR_STATE_FORWARDING in linux/if_bridge.h. */
const forwarding = '3';

/**
 * Reads the interfaces of the network namespace in which a sysfs was mounted. Omits interfaces that vanish meanwhile.
 * Starts no program, since it runs for every container.
 *
 * @param sys Mount point of the sysfs.
 */
export async function readInterfaces(sys: string): Promise<Interface[]> {
  const directory = join(sys, 'class/net');
  const found = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const read = async (file: string) => (await readFile(join(directory, name, file), 'utf8')).trim();
      const portState = read('brport/state').catch(() => forwarding); // no port of a bridge
      return Promise.all([read('ifindex'), read('iflink'), read('address'), portState]).then(
        ([index, link, mac, state]): Interface => ({
          name,
          index: Number(index),
          peerIndex: Number(link),
          mac,
          blocked: state !== forwarding,
        }),
        () => null,
      );
    }),
  );
  return found.filter((found) => found !== null);
}

/** An interface from `ip -json -details link` (iproute2). */
export interface Link {
  readonly name: string;
  readonly index: number;
  /** The ifindex of a veth's other end; null for other kinds. */
  readonly peer: number | null;
  /** The bridge that it is a port of; null if there is none. */
  readonly master: string | null;
  /** UP, DOWN, UNKNOWN, LOWERLAYERDOWN. */
  readonly state: string;
  /** "veth", "bridge"; "loopback" for lo. */
  readonly type: string;
  readonly mac: string;
  /** Whether its frames begin with an Ethernet header: false for a tunnel (tun, wireguard). */
  readonly ethernet: boolean;
}

interface IpLink {
  ifname: string;
  ifindex: number;
  link_index?: number;
  master?: string;
  operstate: string;
  address: string;
  link_type: string;
  linkinfo?: { info_kind?: string };
}

/** Parses the output of `ip -json -details link`. */
export function parseLinks(json: string): Link[] {
  return (JSON.parse(json === '' ? '[]' : json) as IpLink[]).map((link) => ({
    name: link.ifname,
    index: link.ifindex,
    peer: link.link_index ?? null,
    master: link.master ?? null,
    state: link.operstate,
    type: link.linkinfo?.info_kind ?? link.link_type,
    mac: link.address,
    ethernet: link.link_type === 'ether' || link.link_type === 'loopback',
  }));
}
