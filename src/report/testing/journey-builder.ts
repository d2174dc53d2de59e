import { findTranslations, type Hop, type Journey } from '../../journey/index.js';
import { decodePacket } from '../../packet/index.js';
import { frameBytes, type FrameSpec } from './frame-bytes.js';

/** One sighting to build: where, when (microseconds from the start), and what differs from the packet so far. */
export interface SightingSpec extends Partial<FrameSpec> {
  readonly at: string;
  readonly after: number;
}

/** The recording's start, nanoseconds since the epoch. */
const start = 1_772_373_731_204_117_902n;

/** Builds journeys of one recording, frames numbered in the order they are built. */
export class JourneyBuilder {
  readonly journeys: Journey[] = [];
  frames = 0;

  /** A packet seen at these points in turn; decoded from real bytes. `more` is what else its journey carries. */
  packet(base: FrameSpec, sightings: readonly SightingSpec[], more: Omit<Journey, 'id' | 'hops'> = {}): this {
    let spec = base;
    const hops: Hop[] = [];
    for (const { at, after, ...difference } of sightings) {
      spec = { ...spec, ...difference };
      const bytes = frameBytes(spec);
      const packet = decodePacket(bytes, bytes.length);
      const before = hops.at(-1);
      hops.push({
        index: this.frames,
        point: at,
        time: start + BigInt(Math.round(after * 1000)),
        packet,
        changes: before === undefined ? [] : findTranslations(before.packet, packet),
      });
      this.frames += 1;
    }
    this.journeys.push({ id: this.journeys.length + 1, hops, ...more });
    return this;
  }
}
