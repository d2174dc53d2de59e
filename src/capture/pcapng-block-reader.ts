import { open, type FileHandle } from 'node:fs/promises';
import { blockType, byteOrderMagic } from './pcapng-format.js';

/** A block: where its body (between its two lengths) is in the bytes it was read with, and how to read numbers in it. */
export class Block {
  constructor(
    readonly type: number,
    readonly bytes: Buffer,
    /** Offset of the body in `bytes`. */
    readonly start: number,
    /** Length of the body in bytes. */
    readonly length: number,
    readonly littleEndian: boolean,
  ) {}

  /** The body, a view of the bytes. Not made before it is asked for: a million views are seconds of a reading. */
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

/** Thrown where a file is not one of docknet's recordings at all. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
}

/** Why the blocks ended: null where the last one ended with the file, else a sentence. */
export type Ending = string | null;

/** Larger than any block docknet writes: a length beyond it is damage, not a block to wait for. */
const longestBlock = 1 << 20;
const longestChunk = 1 << 20;

/** True for a little-endian file. Throws ForeignFileError for what is no pcapng. */
function byteOrder(path: string, head: Buffer): boolean {
  if (head.length === 0)
    throw new ForeignFileError(
      `${path} is empty: no recording, or one that was killed before it began; record it again`,
    );
  const magic = head.length < 12 || head.readUInt32LE(0) !== blockType.section ? 0 : head.readUInt32LE(8);
  if (magic === byteOrderMagic) return true;
  if (magic === 0x4d3c2b1a) return false;
  throw new ForeignFileError(
    `${path} is not a pcapng file (it begins with ${head.subarray(0, 4).toString('hex')}); give a recording made by docknet`,
  );
}

/** Takes the whole blocks off the front of `bytes`; what is left is the rest of the file so far. */
function takeBlocks(bytes: Buffer, littleEndian: boolean): { blocks: Block[]; rest: Buffer; broken: boolean } {
  const u32 = (at: number): number => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const blocks: Block[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    const length = u32(at + 4);
    if (length < 12 || length % 4 !== 0 || length > longestBlock)
      return { blocks, rest: bytes.subarray(at), broken: true };
    if (at + length > bytes.length) break;
    if (u32(at + length - 4) !== length) return { blocks, rest: bytes.subarray(at), broken: true };
    blocks.push(new Block(u32(at), bytes, at + 8, length - 12, littleEndian));
    at += length;
  }
  return { blocks, rest: bytes.subarray(at), broken: false };
}

/** Reads a pcapng file's blocks, many at a time, also while it grows, holding only a megabyte or two of it. */
export class BlockReader {
  #littleEndian: boolean | null = null;
  #chunk: Buffer = Buffer.alloc(0);
  #rest: Buffer = this.#chunk;
  #read = 0;
  #broken = false;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly kept: boolean,
  ) {}

  /**
   * Opens a file. Rejects with the file system's error.
   *
   * @param kept Whether the blocks of one time are still read after those of the next; if not, their memory is used again.
   */
  static async open(path: string, kept = true): Promise<BlockReader> {
    return new BlockReader(path, await open(path), kept);
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#read;
  }

  /** Whether there was damage, behind which nothing can be read. */
  get broken(): boolean {
    return this.#broken;
  }

  /** The blocks of the next megabyte at most; null at the end of what there is, and behind damage. Throws ForeignFileError for what is no pcapng. */
  async next(): Promise<Block[] | null> {
    if (this.#broken) return null;
    const begun = this.#rest.length;
    const length = Math.min(longestChunk, (await this.file.stat()).size - this.#read);
    if (length <= 0 && this.#littleEndian !== null) return null;
    if (this.kept || this.#chunk.length < begun + length) {
      this.#chunk = Buffer.allocUnsafeSlow(begun + length);
      this.#chunk.set(this.#rest);
    } else this.#chunk.set(this.#rest, 0);
    const { bytesRead } = await this.file.read(this.#chunk, begun, length);
    this.#read += bytesRead;
    const bytes = this.#chunk.subarray(0, begun + bytesRead);
    this.#littleEndian ??= byteOrder(this.path, bytes);
    const { blocks, rest, broken } = takeBlocks(bytes, this.#littleEndian);
    [this.#rest, this.#broken] = [rest, broken];
    return blocks;
  }

  /** Why the blocks end where they do, to be asked once there are no more. */
  ending(): Ending {
    const consumed = this.#read - this.#rest.length;
    if (this.#broken)
      return `${this.path} is damaged at byte ${consumed}: there is no block there; what stands before it was read`;
    return this.#rest.length === 0
      ? null
      : `${this.path} ends after byte ${consumed} in the middle of a block (the recorder was killed, or the disk was full); what stands before it was read`;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Reads a whole file's blocks with a `BlockReader`. */
export async function* readBlocks(path: string, kept = true): AsyncGenerator<readonly Block[], Ending> {
  const reader = await BlockReader.open(path, kept);
  try {
    for (let blocks = await reader.next(); blocks !== null; blocks = await reader.next())
      if (blocks.length > 0) yield blocks;
    return reader.ending();
  } finally {
    await reader.close();
  }
}
