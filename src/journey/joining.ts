import { everySighting, lastSeen, type Gathering } from './gathering.js';
import { hopsOf } from './hops.js';
import { identity, type Identity } from './identity.js';
import { canReturn, likeness, longestStep } from './likeness.js';
import { Segments } from './segmentation.js';
import type { Journey, Frame } from './types.js';

/**
 * Journeys with one identity that are looked through for the next sighting. Only packets that nothing tells apart (a
 * flood of equal datagrams with IP id 0) come near it, and no kernel holds more than a ring of such between two points.
 */
const openAtMost = 256;

/**
 * Joins the sightings of the same packet at several points into journeys, as they come. A journey is handed on once it
 * can no longer grow, so that a recording of any length is joined in the memory of a few seconds of it.
 *
 * Every sighting is in exactly one journey; one that nothing else fits is a journey of its own. What a packet is known
 * by is in `identity`, what makes two sightings one packet's in `likeness`. Of several journeys that fit equally the
 * earliest gets the sighting, so that of packets which nothing tells apart the k-th at one point is the k-th at the
 * next. A segment that offload cut up between two points is one journey with its pieces: `Segments`.
 */
export class Joiner {
  #ranks = new Map<string, number>();
  readonly #hold: bigint;
  readonly #open = new Map<string, Gathering[]>();
  readonly #segments = new Segments();
  /** In order of first sighting, from `#head` on; pieces are in it too, since a whole may come after them. */
  #queue: Gathering[] = [];
  #head = 0;
  #handedOn = 0;

  /**
   * @param order Names of the points from a container outwards. A point that is not in it counts as outermost.
   * @param hold Nanoseconds without a sighting after which a journey is taken to be over. Less than the default, the
   *   longest that a kernel holds a packet between two points, shows journeys earlier and tears apart slower ones.
   */
  constructor(order: readonly string[], hold: bigint = longestStep) {
    this.setOrder(order);
    this.#hold = hold;
  }

  /** Takes in points that came, with those that stood already, in the order that these had among each other. */
  setOrder(order: readonly string[]): void {
    this.#ranks = new Map(order.map((point, index) => [point, index]));
  }

  /** Takes the next sighting. They must come in the order of `inTimeOrder`. */
  add(sighting: Frame): void {
    const known = identity(sighting.packet);
    const candidates = this.#open.get(known.key);
    const found = candidates === undefined ? null : bestFit(candidates, sighting, known, this.#hold);
    if (found !== null) {
      found.sightings.push(sighting);
      return;
    }
    const gathering: Gathering = { identity: known, sightings: [sighting], pieces: null, whole: null, closed: false };
    this.#queue.push(gathering);
    if (candidates === undefined) this.#open.set(known.key, [gathering]);
    else {
      candidates.push(gathering);
      if (candidates.length > openAtMost) candidates.shift();
    }
    this.#segments.place(gathering);
  }

  /**
   * The journeys that can no longer grow at a time, in order of first sighting, each of them once. One that still can
   * holds back those first seen after it.
   *
   * @param now Nanoseconds since the epoch: the time of the last sighting, or the clock's where nothing comes.
   */
  settle(now: bigint): Journey[] {
    const journeys: Journey[] = [];
    for (; this.#head < this.#queue.length; this.#head += 1) {
      const gathering = this.#queue[this.#head]!;
      const whole = gathering.whole ?? gathering;
      if (whole.closed) continue;
      if (now - lastSeen(whole) <= this.#hold) break;
      journeys.push(this.#close(whole));
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return journeys;
  }

  /** All journeys that are left, in order of first sighting: the recording is over. */
  finish(): Journey[] {
    const whole = this.#queue.slice(this.#head).map((gathering) => gathering.whole ?? gathering);
    this.#queue = [];
    this.#head = 0;
    return whole.flatMap((gathering) => (gathering.closed ? [] : [this.#close(gathering)]));
  }

  #close(gathering: Gathering): Journey {
    gathering.closed = true;
    this.#forget(gathering);
    for (const piece of gathering.pieces ?? []) {
      piece.closed = true;
      this.#forget(piece);
    }
    this.#segments.close(gathering);
    this.#handedOn += 1;
    return {
      id: this.#handedOn,
      hops: hopsOf(everySighting(gathering), (point) => this.#ranks.get(point) ?? this.#ranks.size),
    };
  }

  #forget(gathering: Gathering): void {
    const { key } = gathering.identity;
    const candidates = this.#open.get(key);
    if (candidates === undefined) return;
    if (candidates.length === 1 && candidates[0] === gathering) this.#open.delete(key);
    else {
      const at = candidates.indexOf(gathering);
      if (at >= 0) candidates.splice(at, 1);
    }
  }
}

function bestFit(candidates: readonly Gathering[], next: Frame, known: Identity, hold: bigint): Gathering | null {
  let best: Gathering | null = null;
  let bestLikeness = -1;
  for (const candidate of candidates) {
    const { sightings } = candidate;
    const last = sightings[sightings.length - 1]!;
    if (
      next.time - last.time > hold ||
      sightings.some((earlier) => earlier.point === next.point && !canReturn(earlier, next))
    )
      continue;
    const fit = likeness(last, next, candidate.identity.distinctive || known.distinctive);
    if (fit !== null && fit > bestLikeness) [best, bestLikeness] = [candidate, fit];
  }
  return best;
}
