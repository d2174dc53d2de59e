import { AnnotatedCopy, RecordingTail, Slab, type RawFrame } from '../capture/index.js';
import { compareFrames, Joiner, FrameNotes, decodeFrame, countRelevantBytes } from '../journey/index.js';

/** Nanoseconds that a recorder may be held up before it writes a frame down. */
const late = 1_000_000_000n;
const nothing = new Uint8Array(0);
/** Frames read between two looks at what is settled, where a long recording is caught up with. */
const readAtOnce = 20_000;

/** A frame was written down so late that others had been taken for the last of their time: what was joined may be wrong. */
export class LateFrameError extends Error {
  override readonly name = 'LateFrameError';
}

/** What is known of a trace that goes on. */
export interface Known {
  /** Names of the points, from the containers outwards. */
  readonly order: readonly string[];
  /** What addresses are called. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Writes packet ids and comments into a copy of a trace's recording while that grows, some seconds late: a packet's way is settled
 * when nothing more can come of it. Holds the frames of those seconds, however long the trace.
 */
export class Annotation {
  readonly #joiner: Joiner;
  readonly #notes = new FrameNotes();
  readonly #slab = new Slab();
  /** Read, and not yet joined: something older may be still to come. */
  #held: RawFrame[] = [];
  /** Frames that belong to no packet's way: markers, and what was seen before every point was recorded. */
  readonly #aside = new Set<number>();
  #read = 0;
  #looked = 0;
  /** The first frame about which all is not known yet. */
  #settled = 0;
  /** Everything that was seen until then is joined, nanoseconds since the epoch. */
  #joined = 0n;
  #newest = 0n;
  #names: ReadonlyMap<string, string>;

  private constructor(
    private readonly tail: RecordingTail,
    private readonly copy: AnnotatedCopy,
    private readonly armed: bigint,
    { order, names }: Known,
  ) {
    this.#joiner = new Joiner(order);
    this.#names = names;
  }

  /**
   * Begins with a recording, which goes on or not. Rejects with the file system's error.
   *
   * @param armed When every point was recorded, nanoseconds since the epoch: what was seen before is half of what passed.
   */
  static async begin(file: string, armed: bigint, known: Known): Promise<Annotation> {
    const tail = await RecordingTail.open(file);
    try {
      return new Annotation(tail, await AnnotatedCopy.create(file, forReaders(known.names)), armed, known);
    } catch (cause) {
      await tail.close();
      throw cause;
    }
  }

  get file(): string {
    return this.copy.path;
  }

  /** Bytes of the recording that were read, and of those that were written once more. */
  get progress(): { readonly read: number; readonly written: number } {
    return { read: this.tail.position, written: this.copy.position };
  }

  /** Takes in points and names that came to be known. */
  async learn({ order, names }: Known): Promise<void> {
    this.#joiner.setOrder(order);
    const more = new Map([...names].filter(([address, name]) => this.#names.get(address) !== name));
    this.#names = names;
    if (more.size > 0) await this.copy.addNames(forReaders(more));
  }

  /**
   * Reads what was written since, and writes what is settled.
   *
   * @param now Nanoseconds since the epoch, before the call.
   * @throws LateFrameError, Error where the recording is damaged, and the file system's error.
   */
  async look(now: bigint): Promise<void> {
    await this.#readOn();
    await this.#settle(now - late);
  }

  /**
   * Reads and writes the rest of a recording that is complete; the copy takes its place. Throws as `look` does.
   *
   * @param tell Is called from time to time meanwhile.
   */
  async finish(tell: () => void): Promise<void> {
    await this.#readOn(tell);
    this.#join(null);
    for (const journey of this.#joiner.finish()) this.#notes.add(journey);
    await this.tail.close();
    await this.copy.finish((index) => this.#notes.at(index), tell);
  }

  /** Leaves the recording as it is. */
  async abandon(): Promise<void> {
    await this.tail.close();
    await this.copy.discard();
  }

  async #readOn(tell?: () => void): Promise<void> {
    for (let frames = await this.tail.next(); frames !== null; frames = await this.tail.next()) {
      for (const frame of frames) this.#take(frame);
      if (this.#read - this.#looked >= readAtOnce) await this.#settle(this.#newest - late);
      tell?.();
    }
  }

  #take(frame: RawFrame): void {
    this.#read += 1;
    if (frame.marker || frame.time < this.armed) {
      this.#aside.add(frame.index);
      return;
    }
    if (frame.time <= this.#joined) throw new LateFrameError('a frame was written down some seconds late');
    if (frame.time > this.#newest) this.#newest = frame.time;
    this.#held.push({ ...frame, bytes: this.#slab.copy(frame.bytes, countRelevantBytes(frame.bytes)) });
  }

  async #settle(until: bigint): Promise<void> {
    this.#looked = this.#read;
    this.#join(until);
    for (const journey of this.#joiner.settle(until)) this.#notes.add(journey);
    while (this.#settled < this.#read && (this.#notes.has(this.#settled) || this.#aside.delete(this.#settled)))
      this.#settled += 1;
    await this.copy.write((index) => this.#notes.at(index), this.#settled);
    this.#notes.forget(this.#settled);
  }

  /** Joins what was seen until then; null for everything. */
  #join(until: bigint | null): void {
    if (until !== null && until > this.#joined) this.#joined = until;
    const [ripe, held]: [RawFrame[], RawFrame[]] = [[], []];
    for (const frame of this.#held) (until === null || frame.time <= until ? ripe : held).push(frame);
    this.#held = held;
    for (const sighting of ripe.map(decodeFrame).sort(compareFrames)) {
      this.#joiner.add(sighting);
      // Joining has what it wants of the payload, and keeps the packet for seconds.
      Object.assign(sighting.packet, { payload: nothing });
    }
  }
}

const forReaders = (names: ReadonlyMap<string, string>): Map<string, readonly string[]> =>
  new Map([...names].map(([address, name]) => [address, [name]]));
