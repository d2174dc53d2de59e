import { RecordingTail } from '../capture/index.js';
import { compareFrames, Joiner, decodeFrame, type Journey, type Frame } from '../journey/index.js';
import { comparePoints } from './points.js';
import type { PathPosition, TracePoint } from './types.js';

/** What a look at the recording while it grows is made of; milliseconds and bytes. */
const pace = {
  /** Between two looks. */
  tick: 100,
  /** What the recorder may take to write a frame down: points are emptied one after the other, each some 20 ms late. */
  late: 150,
  /** How long a packet may stay unseen before its journey is taken to be over. A slower step is shown as a journey of its own. */
  hold: 250,
  /** So far behind, frames are counted and no longer shown until what is left is `caughtUp`. */
  behind: 4 << 20,
  caughtUp: 1 << 20,
};

/** Who looks on. */
export interface Onlooker {
  /** Journeys that are over, in order of first sighting. */
  journeys(journeys: readonly Journey[]): void;
  /** So many frames are in the recording and are not shown: they came faster than they can be. */
  skipped(frames: number): void;
}

/** Shows a recording's journeys while it grows, some tenths of a second late, and never holds it up. */
export class LiveView {
  readonly #tail: RecordingTail;
  readonly #onlooker: Onlooker;
  readonly #positions: Map<string, PathPosition>;
  #joiner: Joiner;
  #waiting: Frame[] = [];
  #length = 0;
  #frames = 0;
  /** Nanoseconds since the epoch; nothing that was seen before is shown. */
  #since = 0n;
  #skipping = false;
  #ending = false;
  #pumping: Promise<void> | null = null;
  #failure: Error | null = null;
  readonly #ticking: NodeJS.Timeout;

  private constructor(tail: RecordingTail, onlooker: Onlooker) {
    this.#tail = tail;
    this.#onlooker = onlooker;
    this.#positions = new Map();
    this.#joiner = this.#newJoining();
    this.#ticking = setInterval(() => {
      this.#look();
    }, pace.tick);
  }

  /** Opens a recording that has begun. */
  static async open(file: string, onlooker: Onlooker): Promise<LiveView> {
    return new LiveView(await RecordingTail.open(file), onlooker);
  }

  /** Frames seen so far, docknet's own markers left out. */
  get frames(): number {
    return this.#frames;
  }

  /** Takes points in, with their places along the way; what is on its way at this moment is shown as it is. */
  addPoints(points: readonly TracePoint[]): void {
    for (const point of points) this.#positions.set(point.point.name, point);
    this.#handOver(this.#joiner.finish());
    this.#joiner = this.#newJoining();
  }

  /** Every point is recorded from now on: what was seen before, at some of them, would be half a journey. */
  armed(since: bigint): void {
    this.#since = since;
    this.#waiting = this.#waiting.filter(({ time }) => time >= since);
  }

  /** The recording has grown to this length, in bytes. */
  grown(length: number): void {
    this.#length = length;
  }

  /** Shows what is left and closes the recording. Rejects where it could not be read. */
  async end(): Promise<void> {
    clearInterval(this.#ticking);
    this.#ending = true;
    await this.#pumping;
    await this.#pump();
    this.#settle(null);
    this.#handOver(this.#joiner.finish());
    await this.#tail.close();
    if (this.#failure !== null) throw this.#failure;
  }

  #look(): void {
    if (this.#pumping !== null) return;
    // Before it is read: a busy machine may stop this process between the reading and a look at the clock.
    const complete = nanoseconds(Date.now() - pace.late);
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = null;
      this.#settle(complete);
    });
  }

  async #pump(): Promise<void> {
    let newest = 0n;
    try {
      for (let frames = await this.#tail.next(); frames !== null; frames = await this.#tail.next()) {
        this.#skipping =
          this.#length - this.#tail.position > (this.#skipping || this.#ending ? pace.caughtUp : pace.behind);
        const sent = frames.filter(({ marker }) => !marker);
        this.#frames += sent.length;
        if (this.#skipping) this.#onlooker.skipped(sent.length);
        else for (const frame of sent) if (frame.time >= this.#since) this.#waiting.push(decodeFrame(frame));
        for (const { time } of frames) if (time > newest) newest = time;
        // Between two chunks the rest of the program has its turn, the signal to end among it.
        await new Promise(setImmediate);
        // Of what lies further on in the recording nothing is older than that.
        if (this.#waiting.length > 0) this.#settle(newest - nanoseconds(pace.late));
      }
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  /** Joins what was seen until then; points deliver in batches, so that what is younger may have an elder still to come. */
  #settle(until: bigint | null): void {
    const ripe = until === null ? this.#waiting : this.#waiting.filter(({ time }) => time <= until);
    if (until === null || ripe.length === this.#waiting.length) this.#waiting = [];
    else if (ripe.length > 0) this.#waiting = this.#waiting.filter(({ time }) => time > until);
    for (const sighting of ripe.sort(compareFrames)) this.#joiner.add(sighting);
    if (until !== null) this.#handOver(this.#joiner.settle(until));
  }

  #handOver(journeys: readonly Journey[]): void {
    if (journeys.length > 0) this.#onlooker.journeys(journeys);
  }

  #newJoining(): Joiner {
    const order = [...this.#positions].sort(([, one], [, other]) => comparePoints(one, other)).map(([name]) => name);
    return new Joiner(order, nanoseconds(pace.hold));
  }
}

const nanoseconds = (milliseconds: number): bigint => BigInt(milliseconds) * 1_000_000n;
