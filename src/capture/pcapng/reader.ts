import type { PointStatistics, RawFrame, Recording } from '../types.js';
import { BlockReader, ForeignFileError, readBlocks, type Block, type ReadMemory } from './block-reader.js';
import { application, blockType } from './blocks.js';
import { decodeApplication, decodeFrame, decodePoint, decodeStatistics, type RecordedPoint } from './decode.js';

/**
 * Reads a recording's frames in the order of the file, at most a megabyte at a time, and returns the rest of the
 * recording. A file that is cut short or damaged yields the frames before that.
 *
 * @param memory `reuse`: the frames' bytes are overwritten when the next frames are read.
 * @throws ForeignFileError for a file that docknet did not write, and the file system's error.
 */
export async function* readFrames(
  path: string,
  memory: ReadMemory = 'keep',
): AsyncGenerator<readonly RawFrame[], Omit<Recording, 'frames'>> {
  const parser = new RecordingParser(path);
  const batches = readBlocks(path, memory);
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done === true) return parser.finish(next.value);
      const valid = next.value.every((block) => parser.add(block));
      const frames = parser.takeFrames();
      if (frames.length > 0) yield frames;
      if (!valid)
        return parser.finish(
          `${path} contains an invalid block after frame ${parser.frameCount}; earlier frames were read`,
        );
    }
  } finally {
    await batches.return(null); // closes the file if the caller stops early
  }
}

/** Reads a whole recording, its frames sorted by time. Throws as `readFrames` does. */
export async function readRecording(path: string): Promise<Recording> {
  const frames: RawFrame[] = [];
  const batches = readFrames(path);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return { ...next.value, frames: frames.sort(compareByTime) };
    for (const frame of next.value) frames.push(frame);
  }
}

/** Orders frames by the kernel's time; frames of equal time keep the order of the file. */
export function compareByTime(a: RawFrame, b: RawFrame): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.index - b.index;
}

/** Reads a growing recording from its file, so that a slow reader never delays the recorder. */
export class RecordingTail {
  readonly #parser: RecordingParser;
  readonly #blocks: BlockReader;

  private constructor(blocks: BlockReader) {
    this.#blocks = blocks;
    this.#parser = new RecordingParser(blocks.path);
  }

  /** Opens a recording that has begun. Rejects with the file system's error. */
  static async open(path: string): Promise<RecordingTail> {
    return new RecordingTail(await BlockReader.open(path));
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#blocks.position;
  }

  /**
   * Reads the frames of at most the next megabyte, in the order of the file; null if nothing was written since.
   *
   * @throws ForeignFileError for a file that docknet did not write, Error for a damaged one.
   */
  async next(): Promise<readonly RawFrame[] | null> {
    const blocks = await this.#blocks.next();
    const valid = blocks?.every((block) => this.#parser.add(block)) ?? !this.#blocks.damaged;
    if (!valid)
      throw new Error(`${this.#blocks.path} is damaged before byte ${this.position}: another program writes to it`);
    return blocks === null ? null : this.#parser.takeFrames();
  }

  async close(): Promise<void> {
    await this.#blocks.close();
  }
}

/** Decodes a recording's blocks in the order of the file. */
class RecordingParser {
  readonly #points: RecordedPoint[] = [];
  readonly #statistics: PointStatistics[] = [];
  #frames: RawFrame[] = [];
  #started = false;
  frameCount = 0;

  constructor(readonly path: string) {}

  /** Decodes a block. Returns false for an invalid one. @throws ForeignFileError if docknet did not write it. */
  add(block: Block): boolean {
    if (!this.#started) {
      const writer = decodeApplication(block);
      if (writer?.startsWith(application) !== true)
        throw new ForeignFileError(
          `${this.path} was written by ${writer ?? 'an unnamed program'}. Give a recording made by docknet.`,
        );
      this.#started = true;
      return true;
    }
    switch (block.type) {
      case blockType.packet: {
        const frame = decodeFrame(block, this.#points, this.frameCount);
        if (frame === null) return false;
        this.frameCount += 1;
        this.#frames.push(frame);
        return true;
      }
      case blockType.interface:
        return append(this.#points, decodePoint(block));
      case blockType.statistics:
        return append(this.#statistics, decodeStatistics(block, this.#points));
      default:
        return true; // name resolution, and blocks of other tools
    }
  }

  /** Returns the frames since the last call. */
  takeFrames(): readonly RawFrame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  finish(damage: string | null): Omit<Recording, 'frames'> {
    if (!this.#started)
      throw new ForeignFileError(
        `${this.path} ends within its first block: the recorder was killed before it began. Record again.`,
      );
    return { points: this.#points, statistics: this.#statistics, damage };
  }
}

function append<T>(list: T[], item: T | null): boolean {
  if (item !== null) list.push(item);
  return item !== null;
}
