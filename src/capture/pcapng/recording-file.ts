import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { RecorderError } from '../recorder/protocol.js';
import type { Point, PointStatistics } from '../types.js';
import { interfaceBlock, littleEndian, sectionHeader, statisticsBlock } from './blocks.js';

/**
 * The pcapng file of a recording in progress. Writes are synchronous: `append` takes a whole batch, whose buffer is
 * reused when it returns.
 */
export class RecordingFile {
  #descriptor: number | null;
  #length = 0;

  /** Creates the file, readable by its owner only, and writes its header. @throws RecorderError 'file' */
  constructor(
    readonly path: string,
    points: readonly Point[],
    snapLength: number,
    filter: string,
  ) {
    try {
      this.#descriptor = openSync(path, 'w', 0o600);
    } catch (error) {
      throw new RecorderError('file', `Cannot create recording ${path}: ${describe(error)}`, { cause: error });
    }
    this.append(Buffer.concat([sectionHeader(), ...points.map((point) => interfaceBlock(point, snapLength, filter))]));
  }

  /**
   * Writes complete blocks. If that fails, truncates the file to complete blocks and closes it; later calls do nothing.
   *
   * @throws RecorderError 'file'
   */
  append(blocks: Buffer): void {
    if (this.#descriptor === null) return;
    let written = 0;
    try {
      while (written < blocks.length) written += writeSync(this.#descriptor, blocks, written);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length + measureCompleteBlocks(blocks, written));
      this.close();
      throw new RecorderError(
        'file',
        `Cannot write recording ${this.path} beyond byte ${this.#length + written}: ${describe(error)}. ` +
          'The file can be read up to there.',
        { cause: error },
      );
    }
    this.#length += written;
  }

  /** Bytes of complete blocks in the file. */
  get length(): number {
    return this.#length;
  }

  /** Writes another point's interface block. Throws as `append` does. */
  appendPoint(point: Point, snapLength: number, filter: string): void {
    this.append(interfaceBlock(point, snapLength, filter));
  }

  /** Writes the points' statistics, in the order of the points. Throws as `append` does. */
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

/** Returns the bytes of complete blocks in the first `written` bytes of a batch. */
function measureCompleteBlocks(batch: Buffer, written: number): number {
  let complete = 0;
  while (complete + 8 <= written) {
    const length = littleEndian ? batch.readUInt32LE(complete + 4) : batch.readUInt32BE(complete + 4);
    if (complete + length > written) break;
    complete += length;
  }
  return complete;
}

function describe(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space left; free some, or choose another output directory';
    case 'ENOENT':
      return 'its directory does not exist; create it first';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'permission denied; choose another output directory';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
