import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { interfaceBlock, sectionHeader, statisticsBlock } from './pcapng-blocks.js';
import { RecorderError } from './recorder-error.js';
import type { Point, PointStatistics } from './types.js';

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'no space is left there; free some, or choose another output directory';
  if (code === 'ENOENT') return 'the directory does not exist; create it first';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'it may not be written to; choose another output directory';
  return error instanceof Error ? error.message : String(error);
}

/** Bytes of whole blocks within the first `written` bytes of a batch. */
function wholeBlocks(batch: Buffer, written: number): number {
  let whole = 0;
  while (whole + 8 <= written) {
    const length = endianness() === 'LE' ? batch.readUInt32LE(whole + 4) : batch.readUInt32BE(whole + 4);
    if (whole + length > written) break;
    whole += length;
  }
  return whole;
}

/**
 * A recording's file while it is being written. Writes are synchronous: a batch is as large as the ring
 * delivered it, and its buffer is free again when `append` returns.
 */
export class PcapngFile {
  #descriptor: number | null;
  #length = 0;

  /** Creates the file, readable by its owner only. Throws RecorderError ('file'). */
  constructor(
    readonly path: string,
    points: readonly Point[],
    snapLength: number,
    filter: string,
  ) {
    try {
      this.#descriptor = openSync(path, 'w', 0o600);
    } catch (error) {
      throw new RecorderError('file', `cannot create the recording ${path}: ${reason(error)}`, { cause: error });
    }
    this.append(Buffer.concat([sectionHeader(), ...points.map((point) => interfaceBlock(point, snapLength, filter))]));
  }

  /**
   * Writes whole blocks. On an error what was written is cut back to whole blocks, the file is closed, and
   * RecorderError ('file') is thrown; afterwards nothing more is written.
   */
  append(blocks: Buffer): void {
    if (this.#descriptor === null) return;
    let written = 0;
    try {
      while (written < blocks.length) written += writeSync(this.#descriptor, blocks, written);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length + wholeBlocks(blocks, written));
      this.close();
      throw new RecorderError(
        'file',
        `the recording ${this.path} could not be written beyond ${this.#length + written} bytes: ${reason(error)}. What was recorded until then can be read.`,
        { cause: error },
      );
    }
    this.#length += written;
  }

  /** Whole bytes in the file. */
  get length(): number {
    return this.#length;
  }

  /** Writes a further point's interface block; errors as for `append`. */
  appendPoint(point: Point, snapLength: number, filter: string): void {
    this.append(interfaceBlock(point, snapLength, filter));
  }

  /** Writes the points' statistics, in the order of the points; errors as for `append`. */
  appendStatistics(statistics: readonly PointStatistics[]): void {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.append(Buffer.concat(statistics.map((counts, point) => statisticsBlock(point, now, counts))));
  }

  /** Closes the file; may be called again. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}
