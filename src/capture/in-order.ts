import { byTime, readFrames } from './pcapng-reader.js';
import { Slab } from './slab.js';
import type { RawFrame, Recording } from './types.js';

/** What a first reading tells of a recording. */
export interface Survey extends Omit<Recording, 'frames'> {
  readonly frames: number;
  /** For each batch of `readFrames`, the earliest time from it to the end of the file, nanoseconds since the epoch. */
  readonly earliestFrom: readonly bigint[];
}

/** Reads a recording once without keeping it. Throws as readFrames does; `damaged` says where a file ends early. */
export async function surveyRecording(path: string): Promise<Survey> {
  const earliest: bigint[] = [];
  let frames = 0;
  const batches = readFrames(path, false);
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
 * Reads a surveyed recording's frames in order of time, many at a time. The file holds one point's batch after another's,
 * so a frame is given once nothing earlier can follow it in the file: what is held is what is really out of order.
 *
 * @param wanted How many of a frame's bytes are wanted, all where it is left out: what is not is not kept in memory.
 * @throws Error where the file has changed since its survey.
 */
export async function* readFramesByTime(
  path: string,
  { earliestFrom, frames }: Survey,
  wanted?: (bytes: Uint8Array) => number,
): AsyncGenerator<readonly RawFrame[], void> {
  const slab = new Slab();
  let held: RawFrame[] = [];
  let batch = 0;
  let given = 0;
  for await (const read of readFrames(path, false)) {
    batch += 1;
    for (const frame of read) held.push({ ...frame, bytes: slab.copy(frame.bytes, wanted?.(frame.bytes)) });
    held.sort(byTime);
    const next = earliestFrom[batch];
    // Of frames with one time, those that the file has later may still come.
    let end = held.length;
    if (next !== undefined) while (end > 0 && held[end - 1]!.time >= next) end -= 1;
    given += end;
    if (end > 0) yield held.slice(0, end);
    held = held.slice(end);
  }
  if (given !== frames || held.length > 0)
    throw new Error(
      `${path} has changed while it was read: it held ${frames} frames and holds ${given + held.length}; read it again`,
    );
}
