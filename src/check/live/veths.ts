import { readInterfaces, type Lab, type Link } from '../../lab/index.js';

/** A container's veth pair. */
export interface VethPair {
  /** The end in the container. */
  readonly inside: Link;
  /** The end on the docker host; null if no link of the host is. */
  readonly outside: Link | null;
}

/** A container's end of a veth pair. */
export interface VethEnd {
  readonly name: string;
  readonly mac: string;
  /** The name of the other end on the docker host; null if it has none there. */
  readonly veth: string | null;
}

/** Pairs a container's links with the docker host's. The ends of a veth pair name each other's index (veth(4)). */
export const pairVeths = (inside: readonly Link[], onHost: readonly Link[]): VethPair[] =>
  inside
    .filter(({ type }) => type === 'veth')
    .map((end) => ({
      inside: end,
      // One direction is not enough: each namespace counts its own indices.
      outside: onHost.find(({ index, peer }) => index === end.peer && peer === end.index) ?? null,
    }));

/** Reads a container's ends of veth pairs from sysfs, which needs no program to run in the container. */
export async function readVethEnds(lab: Lab, pid: number): Promise<VethEnd[]> {
  const [inside, onHost] = await Promise.all([
    readInterfaces(lab.containerSys(pid)),
    readInterfaces(lab.parts.hostSys),
  ]);
  return inside
    .filter((end) => end.peerIndex !== end.index)
    .map(({ name, mac, index, peerIndex }) => ({
      name,
      mac,
      // A macvlan interface names its parent, which does not name it.
      veth: onHost.find((h) => h.index === peerIndex && h.peerIndex === index)?.name ?? null,
    }));
}
