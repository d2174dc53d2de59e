import { RecordingTail } from '../capture/index.js';
import { compareFrames, decodeFrame, Joiner, type Frame, type Journey } from '../journey/index.js';
import { orderPoints } from './points.js';
import type { TracePoint } from './types.js';

/** Milliseconds between two readings of the recording. */
const readEveryMs = 100;
/**
 * Milliseconds by which the recorder may write a frame late: points are emptied one after another, each some 20 ms
 * late.
 */
const maxDelayMs = 150;
/** Milliseconds without a frame after which a journey is over. A slower step is shown as a journey of its own. */
const holdMs = 250;
/** Bytes of unread recording from which frames are skipped, and down to which. */
const skipping = { from: 4 << 20, until: 1 << 20 };

/** Receives what a live view shows. */
export interface LiveViewListener {
  /** Finished journeys, in order of first frame. */
  journeys(journeys: readonly Journey[]): void;
  /** Frames that are recorded but not shown: they came faster than they can be. */
  skipped(frames: number): void;
}

/** Shows a recording's journeys while it grows, some tenths of a second late. Never delays the recorder. */
export class LiveView {
  readonly #points: TracePoint[] = [];
  #joiner = new Joiner([]);
  /** Frames that wait for earlier ones. */
  #waiting: Frame[] = [];
  #length = 0;
  #frames = 0;
  /** Earlier frames are not shown; nanoseconds since the epoch. */
  #since = 0n;
  #isSkipping = false;
  #isEnding = false;
  #reading: Promise<void> | null = null;
  #failure: Error | null = null;
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly tail: RecordingTail,
    private readonly listener: LiveViewListener,
  ) {
    this.#timer = setInterval(() => {
      this.#advance();
    }, readEveryMs);
  }

  /** Opens a recording that has begun. */
  static async open(file: string, listener: LiveViewListener): Promise<LiveView> {
    return new LiveView(await RecordingTail.open(file), listener);
  }

  /** Frames read so far, except for docknet's own markers. */
  get frames(): number {
    return this.#frames;
  }

  /** Adds points with their positions. Unfinished journeys are shown as they are. */
  addPoints(points: readonly TracePoint[]): void {
    this.#points.push(...points);
    this.#show(this.#joiner.finish());
    this.#joiner = new Joiner(orderPoints({ points: this.#points }), toNanoseconds(holdMs));
  }

  /** Hides earlier frames: before every point was recorded, they are parts of journeys. */
  showSince(since: bigint): void {
    this.#since = since;
    this.#waiting = this.#waiting.filter(({ time }) => time >= since);
  }

  /** Sets the recording's length in bytes. */
  setLength(length: number): void {
    this.#length = length;
  }

  /** Shows the rest and closes the recording. Rejects if the recording could not be read. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isEnding = true;
    await this.#reading;
    await this.#read();
    this.#settle(null);
    this.#show(this.#joiner.finish());
    await this.tail.close();
    if (this.#failure !== null) throw this.#failure;
  }

  #advance(): void {
    if (this.#reading !== null) return;
    // Taken before reading: a busy machine may stop this process between reading and looking at the clock.
    const complete = toNanoseconds(Date.now() - maxDelayMs);
    this.#reading = this.#read().finally(() => {
      this.#reading = null;
      this.#settle(complete);
    });
  }

  async #read(): Promise<void> {
    let newest = 0n;
    try {
      for (let frames = await this.tail.next(); frames !== null; frames = await this.tail.next()) {
        const limit = this.#isSkipping || this.#isEnding ? skipping.until : skipping.from;
        this.#isSkipping = this.#length - this.tail.position > limit;
        const traffic = frames.filter(({ marker }) => !marker);
        this.#frames += traffic.length;
        if (this.#isSkipping) this.listener.skipped(traffic.length);
        else for (const frame of traffic) if (frame.time >= this.#since) this.#waiting.push(decodeFrame(frame));
        for (const { time } of frames) if (time > newest) newest = time;
        // Lets the rest of the program run between two chunks, the signal to end included.
        await new Promise(setImmediate);
        // Nothing further on in the recording is older.
        if (this.#waiting.length > 0) this.#settle(newest - toNanoseconds(maxDelayMs));
      }
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  /** Joins the frames until then; null for all. Points deliver in batches, so earlier frames may follow later ones. */
  #settle(until: bigint | null): void {
    const ready = until === null ? this.#waiting : this.#waiting.filter(({ time }) => time <= until);
    if (until === null || ready.length === this.#waiting.length) this.#waiting = [];
    else if (ready.length > 0) this.#waiting = this.#waiting.filter(({ time }) => time > until);
    for (const frame of ready.sort(compareFrames)) this.#joiner.add(frame);
    if (until !== null) this.#show(this.#joiner.settle(until));
  }

  #show(journeys: readonly Journey[]): void {
    if (journeys.length > 0) this.listener.journeys(journeys);
  }
}

const toNanoseconds = (milliseconds: number): bigint => BigInt(milliseconds) * 1_000_000n;
