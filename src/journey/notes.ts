import { describeHandling, describePosition } from './describe.js';
import type { Journey } from './types.js';

/** A frame's packet and comment. */
export interface FrameNote {
  /** The same at every hop. */
  readonly packetId: number;
  readonly comment: string;
}

/**
 * Holds the notes on every frame of a recording of any length: twelve bytes a frame, and once each text that many
 * frames share (a flow's translation).
 */
export class FrameNotes {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /**
   * Three numbers a frame: packet id, 0 for none; hop and number of hops, 16 bits each; the text of point and
   * handling.
   */
  #frames = new Uint32Array(3 * 1024);
  /** The first frame in `#frames`. */
  #first = 0;

  /** Adds a journey's frames, with the comments of `describeHop`. */
  add(journey: Journey): void {
    const { id, hops } = journey;
    for (const [hop, { index, point }] of hops.entries()) {
      const at = 3 * (index - this.#first);
      this.#grow(at + 3);
      const position = ((Math.min(hop, 0xffff) << 16) | Math.min(hops.length, 0xffff)) >>> 0;
      this.#frames.set([id, position, this.#numberOf(`${point}\n${describeHandling(journey, hop)}`)], at);
    }
  }

  /** Returns the note on a frame, by its index in the recording; null for a frame of no journey. */
  at(index: number): FrameNote | null {
    if (!this.has(index)) return null;
    const at = 3 * (index - this.#first);
    const [packetId, position, number] = [this.#frames[at]!, this.#frames[at + 1]!, this.#frames[at + 2]!];
    const text = this.#texts[number] ?? '';
    const end = text.indexOf('\n');
    const head = describePosition(packetId, position >>> 16, position & 0xffff, text.slice(0, end));
    return { packetId, comment: head + text.slice(end + 1) };
  }

  /** True if there is a note on a frame. */
  has(index: number): boolean {
    return (this.#frames[3 * (index - this.#first)] ?? 0) !== 0;
  }

  /** Removes the notes on the frames before this one. */
  forget(before: number): void {
    const gone = 3 * (before - this.#first);
    // The rest moves to the front, which is not worth it for a few.
    if (2 * gone < this.#frames.length) return;
    this.#frames.copyWithin(0, gone);
    this.#frames.fill(0, Math.max(0, this.#frames.length - gone));
    this.#first = before;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  #grow(length: number): void {
    if (length <= this.#frames.length) return;
    const grown = new Uint32Array(Math.max(length, 2 * this.#frames.length));
    grown.set(this.#frames);
    this.#frames = grown;
  }
}
