import { ForeignFileError, readBlocks } from './pcapng-block-reader.js';
import type { Block } from './pcapng-block-reader.js';
import { applicationOf, decodeFrame, decodePoint, decodeStatistics } from './pcapng-decode.js';
import type { RecordedPoint } from './pcapng-decode.js';
import { application, blockType } from './pcapng-format.js';
import type { RawFrame, PointStatistics, Recording } from './types.js';

/** What a recording's blocks have said so far. */
export class Section {
  readonly #points: RecordedPoint[] = [];
  readonly #statistics: PointStatistics[] = [];
  #frames: RawFrame[] = [];
  #started = false;
  count = 0;

  constructor(readonly path: string) {}

  /** False for a block whose contents cannot be. Throws ForeignFileError where the section is not docknet's. */
  take(block: Block): boolean {
    if (!this.#started) {
      const writer = applicationOf(block);
      if (writer?.startsWith(application) !== true)
        throw new ForeignFileError(
          `${this.path} is a pcapng file written by ${writer ?? 'an unnamed program'}, not a recording made by docknet`,
        );
      this.#started = true;
      return true;
    }
    switch (block.type) {
      case blockType.packet: {
        const frame = decodeFrame(block, this.#points, this.count);
        if (frame === null) return false;
        this.count += 1;
        this.#frames.push(frame);
        return true;
      }
      case blockType.interface:
        return added(this.#points, decodePoint(block));
      case blockType.statistics:
        return added(this.#statistics, decodeStatistics(block, this.#points));
      default:
        return true; // blocks that other tools add: name resolution, notes
    }
  }

  /** The frames since the last call. */
  frames(): readonly RawFrame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  end(damaged: string | null): Omit<Recording, 'frames'> {
    if (!this.#started)
      throw new ForeignFileError(
        `${this.path} ends within its first block: a recording that was killed before it began; record it again`,
      );
    return { points: this.#points, statistics: this.#statistics, damaged };
  }
}

function added<T>(list: T[], item: T | null): boolean {
  if (item !== null) list.push(item);
  return item !== null;
}

/**
 * Reads a recording's frames in the order of the file, many at a time, without holding the file in memory;
 * returns the rest of the recording. Throws ForeignFileError for a file that docknet did not write, and the
 * file system's error for one that cannot be opened. A file cut short or damaged gives the frames before.
 *
 * @param kept Whether the frames of one time are still used after those of the next; if not, their bytes do not last.
 */
export async function* readFrames(
  path: string,
  kept = true,
): AsyncGenerator<readonly RawFrame[], Omit<Recording, 'frames'>> {
  const section = new Section(path);
  const batches = readBlocks(path, kept);
  try {
    for (;;) {
      const next = await batches.next();
      if (next.done === true) return section.end(next.value);
      const whole = next.value.every((block) => section.take(block));
      const frames = section.frames();
      if (frames.length > 0) yield frames;
      if (!whole)
        return section.end(
          `${path} holds a block whose contents cannot be, after frame ${section.count}; what stands before it was read`,
        );
    }
  } finally {
    await batches.return(null); // closes the file when the reading ends early
  }
}

/** By the kernel's time; frames of equal time stay in the order of the file. */
export function byTime(a: RawFrame, b: RawFrame): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.index - b.index;
}

/**
 * Reads a whole recording, its frames sorted by time (their `index` is the order of the file). Throws as
 * readFrames does; `damaged` says where a file ends early.
 */
export async function readRecording(path: string): Promise<Recording> {
  const frames: RawFrame[] = [];
  const batches = readFrames(path);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return { ...next.value, frames: frames.sort(byTime) };
    for (const frame of next.value) frames.push(frame);
  }
}
