import type { Frame } from '../../journey/index.js';
import { describePacket, type Packet } from '../../packet/index.js';
import type { FrameMatcher } from './frame.js';

/** Frames told of where none was as expected. */
const nearAtMost = 3;

/** Looks out at one point for frames of a kind, and remembers of them what a finding needs. */
export class FrameCollector {
  /** Frames of any kind that came by. */
  here = 0;
  /** Those looked for, as indices into the recording. */
  readonly indices: number[] = [];
  /** Their values, where one is asked for. */
  readonly values: unknown[] = [];
  #first: Packet | null = null;
  readonly #near: Packet[] = [];

  constructor(
    readonly point: string,
    readonly frame: FrameMatcher,
    readonly valueOf?: (frame: Frame) => unknown,
  ) {}

  see(seen: Frame): void {
    const { point, index, packet } = seen;
    if (point !== this.point) return;
    this.here += 1;
    if (packet.ip?.version === 4 && this.#near.length <= nearAtMost) this.#near.push(packet);
    if (!this.frame.matches(packet)) return;
    this.#first ??= packet;
    this.indices.push(index);
    if (this.valueOf !== undefined) this.values.push(this.valueOf(seen));
  }

  /** The first of those looked for, and how many more. */
  shown(): string {
    const first = this.#first === null ? '' : describePacket(this.#first);
    return this.indices.length > 1 ? `${first} (and ${this.indices.length - 1} more)` : first;
  }

  /** The first IPv4 packets that were there instead, as the end of a sentence. */
  near(): string {
    if (this.#near.length === 0) return '';
    return `; there were ${this.#near.slice(0, nearAtMost).map(describePacket).join('; ')}${this.#near.length > nearAtMost ? '; …' : ''}`;
  }
}
