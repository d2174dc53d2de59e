import { AnnotatedCopy, RecordingTail, Slab, type RawFrame } from '../capture/index.js';
import { compareFrames, countRelevantBytes, decodeFrame, FrameNotes, Joiner } from '../journey/index.js';

/** Nanoseconds by which the recorder may write a frame late. */
const maxDelay = 1_000_000_000n;
const noBytes = new Uint8Array(0);
/** Frames between two settlements while catching up with a long recording. */
const settleEvery = 20_000;

/** A frame was written so late that later frames had been joined before it: the journeys may be wrong. */
export class LateFrameError extends Error {
  override readonly name = 'LateFrameError';
}

/** What is known of a running trace. */
export interface TraceKnowledge {
  /** Names of the points, from the containers outwards. */
  readonly order: readonly string[];
  /** Names of addresses. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Writes packet ids and comments into a copy of a trace's recording while the recording grows. Settles a journey some
 * seconds after its last frame, and holds the frames of those seconds, however long the trace.
 */
export class Annotation {
  readonly #joiner: Joiner;
  readonly #notes = new FrameNotes();
  readonly #slab = new Slab();
  /** Frames that wait for earlier ones. */
  #held: RawFrame[] = [];
  /** Frames of no journey: docknet's own markers, and frames before every point was recorded. */
  readonly #unjoined = new Set<number>();
  #readCount = 0;
  #settledAt = 0;
  /** The first frame without a note. */
  #firstOpen = 0;
  /** Frames until then are joined, nanoseconds since the epoch. */
  #joinedUntil = 0n;
  #newest = 0n;
  #names: ReadonlyMap<string, string>;

  private constructor(
    private readonly tail: RecordingTail,
    private readonly copy: AnnotatedCopy,
    private readonly armed: bigint,
    { order, names }: TraceKnowledge,
  ) {
    this.#joiner = new Joiner(order);
    this.#names = names;
  }

  /**
   * Opens a recording, finished or not. Rejects with the file system's error.
   *
   * @param armed When every point was recorded, nanoseconds since the epoch: earlier frames are half of what passed.
   */
  static async open(file: string, armed: bigint, known: TraceKnowledge): Promise<Annotation> {
    const tail = await RecordingTail.open(file);
    try {
      return new Annotation(tail, await AnnotatedCopy.create(file, toNameLists(known.names)), armed, known);
    } catch (cause) {
      await tail.close();
      throw cause;
    }
  }

  get file(): string {
    return this.copy.path;
  }

  /** Bytes of the recording that were read, and those that were written to the copy. */
  get progress(): { readonly read: number; readonly written: number } {
    return { read: this.tail.position, written: this.copy.position };
  }

  /** Adds new points and names. */
  async update({ order, names }: TraceKnowledge): Promise<void> {
    this.#joiner.setOrder(order);
    const added = new Map([...names].filter(([address, name]) => this.#names.get(address) !== name));
    this.#names = names;
    if (added.size > 0) await this.copy.addNames(toNameLists(added));
  }

  /**
   * Reads the new part of the recording, and writes what is settled.
   *
   * @param now Nanoseconds since the epoch, before the call.
   * @throws LateFrameError, Error if the recording is damaged, and the file system's error.
   */
  async advance(now: bigint): Promise<void> {
    await this.#read();
    await this.#settle(now - maxDelay);
  }

  /**
   * Reads and writes the rest of a finished recording, and replaces it with the copy. Throws as `advance` does.
   *
   * @param onProgress Called from time to time.
   */
  async finish(onProgress: () => void): Promise<void> {
    await this.#read(onProgress);
    this.#join(null);
    for (const journey of this.#joiner.finish()) this.#notes.add(journey);
    await this.tail.close();
    await this.copy.finish((index) => this.#notes.at(index), onProgress);
  }

  /** Leaves the recording unchanged. */
  async discard(): Promise<void> {
    await this.tail.close();
    await this.copy.discard();
  }

  async #read(onProgress?: () => void): Promise<void> {
    for (let frames = await this.tail.next(); frames !== null; frames = await this.tail.next()) {
      for (const frame of frames) this.#hold(frame);
      if (this.#readCount - this.#settledAt >= settleEvery) await this.#settle(this.#newest - maxDelay);
      onProgress?.();
    }
  }

  #hold(frame: RawFrame): void {
    this.#readCount += 1;
    if (frame.marker || frame.time < this.armed) {
      this.#unjoined.add(frame.index);
      return;
    }
    if (frame.time <= this.#joinedUntil) throw new LateFrameError('The recorder wrote a frame some seconds late');
    if (frame.time > this.#newest) this.#newest = frame.time;
    this.#held.push({ ...frame, bytes: this.#slab.copy(frame.bytes, countRelevantBytes(frame.bytes)) });
  }

  async #settle(until: bigint): Promise<void> {
    this.#settledAt = this.#readCount;
    this.#join(until);
    for (const journey of this.#joiner.settle(until)) this.#notes.add(journey);
    while (
      this.#firstOpen < this.#readCount &&
      (this.#notes.has(this.#firstOpen) || this.#unjoined.delete(this.#firstOpen))
    )
      this.#firstOpen += 1;
    await this.copy.write((index) => this.#notes.at(index), this.#firstOpen);
    this.#notes.forget(this.#firstOpen);
  }

  /** Joins the frames until then; null for all. */
  #join(until: bigint | null): void {
    if (until !== null && until > this.#joinedUntil) this.#joinedUntil = until;
    const [ready, held]: [RawFrame[], RawFrame[]] = [[], []];
    for (const frame of this.#held) (until === null || frame.time <= until ? ready : held).push(frame);
    this.#held = held;
    for (const frame of ready.map(decodeFrame).sort(compareFrames)) {
      this.#joiner.add(frame);
      // The joiner has hashed the payload and keeps the packet for seconds.
      Object.assign(frame.packet, { payload: noBytes });
    }
  }
}

const toNameLists = (names: ReadonlyMap<string, string>): Map<string, readonly string[]> =>
  new Map([...names].map(([address, name]) => [address, [name]]));
