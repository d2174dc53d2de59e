import { decodePacket } from '../../packet/index.js';
import { readPcap } from '../../packet/testing/frames.js';
import type { Frame } from '../types.js';

/** The points of the recordings, from the containers outwards (see fixtures/record-nat.sh). */
export const points = ['web.eth0', 'db.eth0', 'veth-web', 'veth-db', 'docker0', 'uplink', 'server.eth0'] as const;

/** Reads a recording at the given points, its frames numbered in order of time. */
export function readFixture(
  recording: 'nat' | 'bridge-netfilter' | 'segmentation' | 'losses',
  at: readonly string[] = points,
): Frame[] {
  return at
    .flatMap((point) =>
      readPcap(`src/journey/fixtures/${recording}/${point}.pcap`).map((frame) => ({ point, ...frame })),
    )
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ point, time, bytes, wireLength }, index) => ({
      index,
      point,
      time,
      packet: decodePacket(bytes, wireLength),
    }));
}
