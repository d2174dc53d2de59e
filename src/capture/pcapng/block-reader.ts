import { open, type FileHandle } from 'node:fs/promises';
import { blockType, byteOrderMagic } from './blocks.js';

/** A pcapng block, as a position in the bytes it was read with. */
export class Block {
  constructor(
    readonly type: number,
    readonly bytes: Buffer,
    /** Offset of the body (the part between the block's two lengths) in `bytes`. */
    readonly start: number,
    /** Length of the body in bytes. */
    readonly length: number,
    readonly littleEndian: boolean,
  ) {}

  /** The body, as a view created on demand: a million views take seconds. */
  get body(): Buffer {
    return this.bytes.subarray(this.start, this.start + this.length);
  }

  u16(at: number): number {
    return this.littleEndian ? this.bytes.readUInt16LE(this.start + at) : this.bytes.readUInt16BE(this.start + at);
  }

  u32(at: number): number {
    return this.littleEndian ? this.bytes.readUInt32LE(this.start + at) : this.bytes.readUInt32BE(this.start + at);
  }
}

/** A file is not a recording of docknet's. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
}

/**
 * What happens to the memory of earlier blocks when the next are read: `keep` leaves it to the caller, `reuse`
 * overwrites it.
 */
export type ReadMemory = 'keep' | 'reuse';

/** Larger than any block of docknet's: a greater length is damage. */
const longestBlock = 1 << 20;
const longestChunk = 1 << 20;

/** Reads a pcapng file's blocks, also while the file grows. Holds one or two megabytes of it. */
export class BlockReader {
  #littleEndian: boolean | null = null;
  #chunk: Buffer = Buffer.alloc(0);
  #rest: Buffer = this.#chunk;
  #read = 0;
  #damaged = false;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly memory: ReadMemory,
  ) {}

  /** Opens a file. Rejects with the file system's error. */
  static async open(path: string, memory: ReadMemory = 'keep'): Promise<BlockReader> {
    return new BlockReader(path, await open(path), memory);
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#read;
  }

  /** Whether the reader met damage, after which nothing can be read. */
  get damaged(): boolean {
    return this.#damaged;
  }

  /**
   * Reads the blocks of at most the next megabyte; null at the current end of the file and after damage.
   *
   * @throws ForeignFileError for a file that is not pcapng.
   */
  async next(): Promise<Block[] | null> {
    if (this.#damaged) return null;
    const begun = this.#rest.length;
    const length = Math.min(longestChunk, (await this.file.stat()).size - this.#read);
    if (length <= 0 && this.#littleEndian !== null) return null;
    if (this.memory === 'keep' || this.#chunk.length < begun + length) {
      this.#chunk = Buffer.allocUnsafeSlow(begun + length);
      this.#chunk.set(this.#rest);
    } else this.#chunk.set(this.#rest, 0);
    const { bytesRead } = await this.file.read(this.#chunk, begun, length);
    this.#read += bytesRead;
    const bytes = this.#chunk.subarray(0, begun + bytesRead);
    this.#littleEndian ??= readByteOrder(this.path, bytes);
    const { blocks, rest, damaged } = splitBlocks(bytes, this.#littleEndian);
    [this.#rest, this.#damaged] = [rest, damaged];
    return blocks;
  }

  /** Describes, once there are no more blocks, why they end here; null at the end of a complete file. */
  describeEnd(): string | null {
    const consumed = this.#read - this.#rest.length;
    if (this.#damaged) return `${this.path} is damaged at byte ${consumed}: no block there; earlier frames were read`;
    if (this.#rest.length === 0) return null;
    return (
      `${this.path} ends after byte ${consumed} in the middle of a block ` +
      '(recorder killed, or disk full); earlier frames were read'
    );
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Reads a file's blocks and closes it. Returns why they ended; null for a complete file. */
export async function* readBlocks(
  path: string,
  memory: ReadMemory = 'keep',
): AsyncGenerator<readonly Block[], string | null> {
  const reader = await BlockReader.open(path, memory);
  try {
    for (let blocks = await reader.next(); blocks !== null; blocks = await reader.next())
      if (blocks.length > 0) yield blocks;
    return reader.describeEnd();
  } finally {
    await reader.close();
  }
}

/** Returns whether a file is little-endian. @throws ForeignFileError for a file that is not pcapng. */
function readByteOrder(path: string, head: Buffer): boolean {
  if (head.length === 0)
    throw new ForeignFileError(`${path} is empty: not a recording, or killed before it began. Record again.`);
  const magic = head.length < 12 || head.readUInt32LE(0) !== blockType.section ? 0 : head.readUInt32LE(8);
  if (magic === byteOrderMagic) return true;
  if (magic === 0x4d3c2b1a) return false;
  throw new ForeignFileError(
    `${path} is not a pcapng file (it begins with ${head.subarray(0, 4).toString('hex')}). ` +
      'Give a recording made by docknet.',
  );
}

/** Splits bytes into blocks and the rest after the last complete block. */
function splitBlocks(bytes: Buffer, littleEndian: boolean): { blocks: Block[]; rest: Buffer; damaged: boolean } {
  const u32 = (at: number): number => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const blocks: Block[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    const length = u32(at + 4);
    if (length < 12 || length % 4 !== 0 || length > longestBlock)
      return { blocks, rest: bytes.subarray(at), damaged: true };
    if (at + length > bytes.length) break;
    if (u32(at + length - 4) !== length) return { blocks, rest: bytes.subarray(at), damaged: true };
    blocks.push(new Block(u32(at), bytes, at + 8, length - 12, littleEndian));
    at += length;
  }
  return { blocks, rest: bytes.subarray(at), damaged: false };
}
