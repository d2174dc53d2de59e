import { commentHead, commentRest } from './comment.js';
import type { Journey } from './types.js';

/** A frame's packet, and what its comment says of it. */
export interface Note {
  /** The same at every hop. */
  readonly packetId: number;
  readonly comment: string;
}

/**
 * What every frame of a recording is told of its packet, for recordings of any length: a frame costs twelve bytes, and a text
 * that many frames share (a flow's translation) is kept once.
 */
export class Notes {
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();
  /** Three numbers a frame: packet id, 0 for none; hop, and hops in all, of 16 bits each; the text behind the head, with the point. */
  #frames = new Uint32Array(3 * 1024);

  /** Takes a journey's frames in; its comments are as `comment` has them. */
  add(journey: Journey): void {
    const { id, hops } = journey;
    for (const [hop, { index, point }] of hops.entries()) {
      this.#grow(3 * (index + 1));
      const rest = commentRest(journey, hop);
      this.#frames.set([id, (Math.min(hop, 0xffff) << 16 | Math.min(hops.length, 0xffff)) >>> 0, this.#placeOf(`${point}\n${rest}`)], 3 * index);
    }
  }

  /** The note for a frame, by its index in the recording; null for one of no journey. */
  at(index: number): Note | null {
    const [packetId = 0, hop = 0, place = 0] = this.#frames.subarray(3 * index, 3 * index + 3);
    if (packetId === 0) return null;
    const text = this.#texts[place] ?? '';
    const end = text.indexOf('\n');
    return { packetId, comment: commentHead(packetId, hop >>> 16, hop & 0xffff, text.slice(0, end)) + text.slice(end + 1) };
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
