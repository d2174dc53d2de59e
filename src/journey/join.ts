import { compareFrames } from './frame.js';
import { createHops, orderFrames } from './hops.js';
import { identify } from './identity.js';
import { findBestFit, findLastTime, listFrames, longestStep, type OpenJourney } from './open-journey.js';
import { Segments } from './segmentation.js';
import type { Frame, Journey } from './types.js';

/**
 * Journeys of one identity that are searched for the next frame's. Only packets that nothing tells apart (a flood of
 * equal datagrams with IP id 0) come near it, and no kernel holds more than a ring of such between two points.
 */
const maxCandidates = 256;

/**
 * Joins the frames of a whole recording, in any order, into journeys counted from 1 by first frame; see `Joiner`.
 *
 * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
 */
export function joinFrames(frames: readonly Frame[], order: readonly string[]): Journey[] {
  const joiner = new Joiner(order);
  for (const frame of [...frames].sort(compareFrames)) joiner.add(frame);
  return joiner.finish();
}

/**
 * Joins the frames of the same packet at several points into journeys while the frames arrive. Returns a journey once
 * it can no longer grow, so that a recording of any length is joined in the memory of some seconds of it.
 *
 * Every frame is in exactly one journey; a frame that fits no other is a journey of its own. `identify` names what a
 * packet is recognised by, `rateFit` what makes two frames the same packet. Of journeys that fit equally the earliest
 * gets the frame: of packets that nothing tells apart, the k-th at one point is the k-th at the next. A segment that
 * offload cut up between two points is one journey with its pieces: `Segments`.
 */
export class Joiner {
  #ranks = new Map<string, number>();
  readonly #hold: bigint;
  readonly #open = new Map<string, OpenJourney[]>();
  readonly #segments = new Segments();
  /** In order of first frame, from `#head` on; pieces included, since a whole segment may follow them. */
  #queue: OpenJourney[] = [];
  #head = 0;
  #count = 0;

  /**
   * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
   * @param hold Nanoseconds without a frame after which a journey is over. Less than the default, the longest that a
   *   kernel holds a packet between two points, returns journeys earlier and tears slower ones apart.
   */
  constructor(order: readonly string[], hold: bigint = longestStep) {
    this.setOrder(order);
    this.#hold = hold;
  }

  /** Sets a new order of points. Points that were known must keep their order. */
  setOrder(order: readonly string[]): void {
    this.#ranks = new Map(order.map((point, index) => [point, index]));
  }

  /** Adds the next frame, in the order of `compareFrames`. */
  add(frame: Frame): void {
    const identity = identify(frame.packet);
    const candidates = this.#open.get(identity.key);
    const found = candidates === undefined ? null : findBestFit(candidates, frame, identity, this.#hold);
    if (found !== null) {
      found.frames.push(frame);
      return;
    }
    const opened: OpenJourney = { identity, frames: [frame], pieces: null, whole: null, closed: false };
    this.#queue.push(opened);
    if (candidates === undefined) this.#open.set(identity.key, [opened]);
    else {
      candidates.push(opened);
      if (candidates.length > maxCandidates) candidates.shift();
    }
    this.#segments.add(opened);
  }

  /**
   * Returns the journeys that can no longer grow, in order of first frame, each once. A journey that can still grow
   * holds back those that began after it.
   *
   * @param now Nanoseconds since the epoch: the time of the last frame, or the clock's if no frames arrive.
   */
  settle(now: bigint): Journey[] {
    const journeys: Journey[] = [];
    for (; this.#head < this.#queue.length; this.#head += 1) {
      const next = this.#queue[this.#head]!;
      const whole = next.whole ?? next;
      if (whole.closed) continue;
      if (now - findLastTime(whole) <= this.#hold) break;
      journeys.push(this.#close(whole));
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return journeys;
  }

  /** Returns all remaining journeys, in order of first frame: the recording is over. */
  finish(): Journey[] {
    const whole = this.#queue.slice(this.#head).map((open) => open.whole ?? open);
    this.#queue = [];
    this.#head = 0;
    return whole.flatMap((open) => (open.closed ? [] : [this.#close(open)]));
  }

  #close(journey: OpenJourney): Journey {
    journey.closed = true;
    this.#removeCandidate(journey);
    for (const piece of journey.pieces ?? []) {
      piece.closed = true;
      this.#removeCandidate(piece);
    }
    this.#segments.close(journey);
    this.#count += 1;
    const frames = orderFrames(listFrames(journey), (point) => this.#ranks.get(point) ?? this.#ranks.size);
    return { id: this.#count, hops: createHops(frames) };
  }

  #removeCandidate(journey: OpenJourney): void {
    const { key } = journey.identity;
    const candidates = this.#open.get(key);
    if (candidates === undefined) return;
    if (candidates.length === 1 && candidates[0] === journey) this.#open.delete(key);
    else {
      const at = candidates.indexOf(journey);
      if (at >= 0) candidates.splice(at, 1);
    }
  }
}
