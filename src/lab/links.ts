/** An interface as `ip -json -details link` shows it (iproute2). */
export interface Link {
  readonly name: string;
  readonly index: number;
  /** The other end's ifindex for a veth, null otherwise. */
  readonly peer: number | null;
  /** The bridge it is enslaved to, null where there is none. */
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

/** Reads what `ip -json -details link` printed. */
export function parseLinks(json: string): Link[] {
  return (JSON.parse(json === '' ? '[]' : json) as IpLink[]).map((l) => ({
    name: l.ifname,
    index: l.ifindex,
    peer: l.link_index ?? null,
    master: l.master ?? null,
    state: l.operstate,
    type: l.linkinfo?.info_kind ?? l.link_type,
    mac: l.address,
    ethernet: l.link_type === 'ether' || l.link_type === 'loopback',
  }));
}
