import type { RawFrame, Recording } from '../types.js';
import { compareByTime, readFrames } from './reader.js';

/** A recording without its frames, and what `readFramesByTime` needs to sort them. */
export interface RecordingSurvey extends Omit<Recording, 'frames'> {
  readonly frames: number;
  /** For each batch of `readFrames`, the earliest time from it to the end of the file, nanoseconds since the epoch. */
  readonly earliestFrom: readonly bigint[];
}

/** Reads a recording once without keeping its frames. Throws as `readFrames` does. */
export async function surveyRecording(path: string): Promise<RecordingSurvey> {
  const earliest: bigint[] = [];
  let frames = 0;
  const batches = readFrames(path, 'reuse');
  for (;;) {
    const next = await batches.next();
    if (next.done === true) {
      for (let i = earliest.length - 2; i >= 0; i -= 1)
        if (earliest[i + 1]! < earliest[i]!) earliest[i] = earliest[i + 1]!;
      return { ...next.value, frames, earliestFrom: earliest };
    }
    frames += next.value.length;
    let first = next.value[0]!.time;
    for (const { time } of next.value) if (time < first) first = time;
    earliest.push(first);
  }
}

/**
 * Reads a surveyed recording's frames in the order of time, in batches. The file holds one point's batch after
 * another's; a frame is yielded once no earlier one can follow in the file, so only frames out of order are held.
 *
 * @param countWanted Counts the leading bytes of a frame to keep. Default: all of them.
 * @throws Error if the file has changed since its survey.
 */
export async function* readFramesByTime(
  path: string,
  { earliestFrom, frames }: RecordingSurvey,
  countWanted?: (bytes: Uint8Array) => number,
): AsyncGenerator<readonly RawFrame[], void> {
  const slab = new Slab();
  let held: RawFrame[] = [];
  let batch = 0;
  let yielded = 0;
  for await (const read of readFrames(path, 'reuse')) {
    batch += 1;
    for (const frame of read) held.push({ ...frame, bytes: slab.copy(frame.bytes, countWanted?.(frame.bytes)) });
    held.sort(compareByTime);
    const next = earliestFrom[batch];
    // A frame of the same time may still follow in the file.
    let end = held.length;
    if (next !== undefined) while (end > 0 && held[end - 1]!.time >= next) end -= 1;
    yielded += end;
    if (end > 0) yield held.slice(0, end);
    held = held.slice(end);
  }
  const found = yielded + held.length;
  if (yielded !== frames || held.length > 0)
    throw new Error(`${path} changed while it was read: ${frames} frames before, ${found} now. Read it again.`);
}

/** Bytes of one allocation, for about a thousand frames. */
const slabLength = 1 << 20;

/** Copies frames' bytes, so that the larger buffer they were read into can be freed or reused. */
export class Slab {
  #free: Buffer = Buffer.alloc(0);

  /** @param wanted Leading bytes to copy. Default: all of them. */
  copy(bytes: Uint8Array, wanted: number = bytes.length): Uint8Array {
    const length = Math.min(bytes.length, wanted);
    if (this.#free.length < length) this.#free = Buffer.allocUnsafeSlow(Math.max(slabLength, length));
    const copied = this.#free.subarray(0, length);
    copied.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    this.#free = this.#free.subarray(length);
    return copied;
  }
}
