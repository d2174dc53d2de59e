import { setTimeout } from 'node:timers/promises';
import { scaleMs } from '../../process/index.js';
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

/** How long a new veth's bridge port may take to pass frames on, in milliseconds. */
const forwardingTimeoutMs = 2000;

/**
 * Reads a container's ends of veth pairs from sysfs, which needs no program to run in the container. Waits until their
 * bridges' ports pass frames on, or as long as that may take: the kernel handles a new link's carrier after the engine
 * has returned (linkwatch_event in net/core/link_watch.c), and what is sent until then is lost.
 */
export async function readVethEnds(lab: Lab, pid: number): Promise<VethEnd[]> {
  const deadline = performance.now() + scaleMs(forwardingTimeoutMs);
  for (;;) {
    const [inside, onHost] = await Promise.all([
      readInterfaces(lab.containerSys(pid)),
      readInterfaces(lab.parts.hostSys),
    ]);
    const ends = inside
      .filter((end) => end.peerIndex !== end.index)
      .map((end) => ({
        end,
        // A macvlan interface names its parent, which does not name it.
        outside: onHost.find((h) => h.index === end.peerIndex && h.peerIndex === end.index) ?? null,
      }));
    if (performance.now() > deadline || !ends.some(({ outside }) => outside?.blocked === true))
      return ends.map(({ end: { name, mac }, outside }) => ({ name, mac, veth: outside?.name ?? null }));
    await setTimeout(20);
  }
}
