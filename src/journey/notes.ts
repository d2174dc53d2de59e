import { commentHead, commentRest } from './comment.js';
import type { Journey } from './types.js';

/** A frame's packet, and what its comment says of it. */
export interface FrameNote {
  /** The same at every hop. */
  readonly packetId: number;
  readonly comment: string;
}

/**
 * What every frame of a recording is told of its packet, for recordings of any length: a frame costs twelve bytes, and a text
 * that many frames share (a flow's translation) is kept once.
 */
export class FrameNotes {
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  /** Three numbers a frame: packet id, 0 for none; hop, and hops in all, of 16 bits each; the text behind the head, with the point. */
  #frames = new Uint32Array(3 * 1024);
  /** The frame that they begin with. */
  #first = 0;

  /** Takes a journey's frames in; its comments are as `comment` has them. */
  add(journey: Journey): void {
    const { id, hops } = journey;
    for (const [hop, { index, point }] of hops.entries()) {
      const at = 3 * (index - this.#first);
      this.#grow(at + 3);
      const rest = commentRest(journey, hop);
      this.#frames.set(
        [id, ((Math.min(hop, 0xffff) << 16) | Math.min(hops.length, 0xffff)) >>> 0, this.#placeOf(`${point}\n${rest}`)],
        at,
      );
    }
  }

  /** The note for a frame, by its index in the recording; null for one of no journey. */
  at(index: number): FrameNote | null {
    if (!this.has(index)) return null;
    const at = 3 * (index - this.#first);
    const [packetId, hop, place] = [this.#frames[at]!, this.#frames[at + 1]!, this.#frames[at + 2]!];
    const text = this.#texts[place] ?? '';
    const end = text.indexOf('\n');
    return {
      packetId,
      comment: commentHead(packetId, hop >>> 16, hop & 0xffff, text.slice(0, end)) + text.slice(end + 1),
    };
  }

  /** Whether there is a note for a frame. */
  has(index: number): boolean {
    return (this.#frames[3 * (index - this.#first)] ?? 0) !== 0;
  }

  /** Forgets the notes of the frames before this one, none of which is looked at again. */
  forget(before: number): void {
    const gone = 3 * (before - this.#first);
    // What is left is moved to the front, and so not for a few.
    if (2 * gone < this.#frames.length) return;
    this.#frames.copyWithin(0, gone);
    this.#frames.fill(0, Math.max(0, this.#frames.length - gone));
    this.#first = before;
  }

  #placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  #grow(length: number): void {
    if (length <= this.#frames.length) return;
    const grown = new Uint32Array(Math.max(length, 2 * this.#frames.length));
    grown.set(this.#frames);
    this.#frames = grown;
  }
}
