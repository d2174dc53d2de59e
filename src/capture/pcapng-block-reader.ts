import { open } from 'node:fs/promises';
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
export function byteOrder(path: string, head: Buffer): boolean {
  if (head.length === 0) throw new ForeignFileError(`${path} is empty: no recording, or one that was killed before it began; record it again`);
  const magic = head.length < 12 || head.readUInt32LE(0) !== blockType.section ? 0 : head.readUInt32LE(8);
  if (magic === byteOrderMagic) return true;
  if (magic === 0x4d3c2b1a) return false;
  throw new ForeignFileError(`${path} is not a pcapng file (it begins with ${head.subarray(0, 4).toString('hex')}); give a recording made by docknet`);
}

/** Takes the whole blocks off the front of `bytes`; what is left is the rest of the file so far. */
export function takeBlocks(bytes: Buffer, littleEndian: boolean): { blocks: Block[]; rest: Buffer; broken: boolean } {
  const u32 = (at: number): number => littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const blocks: Block[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    const length = u32(at + 4);
    if (length < 12 || length % 4 !== 0 || length > longestBlock) return { blocks, rest: bytes.subarray(at), broken: true };
    if (at + length > bytes.length) break;
    if (u32(at + length - 4) !== length) return { blocks, rest: bytes.subarray(at), broken: true };
    blocks.push(new Block(u32(at), bytes, at + 8, length - 12, littleEndian));
    at += length;
  }
  return { blocks, rest: bytes.subarray(at), broken: false };
}

/**
 * Reads a pcapng file's blocks, many at a time, holding only a megabyte or two of it. Throws ForeignFileError for what is
 * no pcapng.
 *
 * @param kept Whether the blocks of one time are still read after those of the next; if not, their memory is used again.
 */
export async function* readBlocks(path: string, kept = true): AsyncGenerator<readonly Block[], Ending> {
  const file = await open(path);
  try {
    // No larger than a small file needs, one byte more to see its end.
    const chunkLength = Math.min(longestChunk, (await file.stat()).size + 1);
    let littleEndian: boolean | null = null;
    let chunk = Buffer.alloc(0);
    let rest: Buffer = chunk;
    let consumed = 0;
    for (;;) {
      const begun = rest.length;
      if (kept || chunk.length < begun + chunkLength) {
        chunk = Buffer.allocUnsafeSlow(begun + chunkLength);
        chunk.set(rest);
      } else chunk.copyWithin(0, rest.byteOffset - chunk.byteOffset, rest.byteOffset - chunk.byteOffset + begun);
      const { bytesRead } = await file.read(chunk, begun, chunkLength);
      const bytes = chunk.subarray(0, begun + bytesRead);
      littleEndian ??= byteOrder(path, bytes);
      const taken = takeBlocks(bytes, littleEndian);
      consumed += bytes.length - taken.rest.length;
      if (taken.blocks.length > 0) yield taken.blocks;
      if (taken.broken) return `${path} is damaged at byte ${consumed}: there is no block there; what stands before it was read`;
      rest = taken.rest;
      if (bytesRead === 0) {
        return rest.length === 0 ? null : `${path} ends after byte ${consumed} in the middle of a block (the recorder was killed, or the disk was full); what stands before it was read`;
      }
    }
  } finally {
    await file.close();
  }
}
