import type { FileHandle } from 'node:fs/promises';
import { little } from './pcapng-blocks.js';
import { blockType, option, padded } from './pcapng-format.js';

/** An option's code and value. */
export type Option = readonly [code: number, value: Uint8Array];

/** Bytes gathered before they are written. */
const batchLength = 1 << 20;
/** The longest value of an option: its length has 16 bits. */
const longestOption = 0xffff;
/** Bytes of a block beside its body. */
const blockOverhead = 12;

/** Blocks on their way to a file, put together in one piece of memory: a recording has millions. */
export class BlockBatch {
  #bytes: Buffer = Buffer.allocUnsafeSlow(batchLength);
  #at = 0;

  constructor(private readonly file: FileHandle) {}

  /** Takes a block with this body. Rejects with the file system's error. */
  async put(type: number, body: Uint8Array): Promise<void> {
    await this.#roomFor(blockOverhead + body.length);
    const start = this.#begin(type);
    this.#copy(body);
    this.#end(start);
  }

  /** Takes bytes that are whole blocks. Rejects with the file system's error. */
  async putWhole(blocks: Uint8Array): Promise<void> {
    await this.#roomFor(blocks.length);
    this.#copy(blocks);
  }

  /** Whether a packet block of such a length can be taken at once; where it cannot, `write` makes room. */
  fits(body: number, comment: string): boolean {
    return this.#at + notedLength(body, comment) <= this.#bytes.length;
  }

  /**
   * Takes a packet block, for which there is room.
   *
   * @param fixed All of its body that stands before its options.
   * @param kept Options that it has already.
   * @param note What is added to them; a comment that is too long for an option is cut at a character. Null for nothing.
   */
  putPacket(
    fixed: Uint8Array,
    kept: readonly Option[],
    note: { readonly comment: string; readonly packetId: number } | null,
  ): void {
    const start = this.#begin(blockType.packet);
    this.#copy(fixed);
    for (const [code, value] of kept) {
      this.#u16(code);
      this.#u16(value.length);
      this.#copy(value);
      this.#pad(value.length);
    }
    if (note !== null) {
      const header = this.#at;
      // Of a character that no longer fits nothing is written.
      const length = this.#bytes.write(note.comment, header + 4, longestOption);
      this.#u16(option.comment);
      this.#u16(length);
      this.#at += length;
      this.#pad(length);
      this.#u16(option.packetId);
      this.#u16(8);
      const [low, high] = [note.packetId >>> 0, Math.floor(note.packetId / 2 ** 32)];
      this.#u32(little ? low : high);
      this.#u32(little ? high : low);
    }
    if (kept.length > 0 || note !== null) this.#u32(option.end);
    this.#end(start);
  }

  /** Makes room for a packet block of such a length. Rejects with the file system's error. */
  async makeRoom(body: number, comment: string): Promise<void> {
    await this.#roomFor(notedLength(body, comment));
  }

  /** Writes what was gathered. Rejects with the file system's error. */
  async write(): Promise<void> {
    const gathered = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    await this.file.writeFile(gathered);
  }

  async #roomFor(length: number): Promise<void> {
    if (this.#at + length > this.#bytes.length) await this.write();
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(length);
  }

  #begin(type: number): number {
    const start = this.#at;
    this.#u32(type);
    this.#at += 4; // its length, which #end knows
    return start;
  }

  #end(start: number): void {
    const length = this.#at + 4 - start;
    this.#u32(length);
    if (little) this.#bytes.writeUInt32LE(length, start + 4);
    else this.#bytes.writeUInt32BE(length, start + 4);
  }

  #u16(value: number): void {
    if (little) this.#bytes.writeUInt16LE(value, this.#at);
    else this.#bytes.writeUInt16BE(value, this.#at);
    this.#at += 2;
  }

  #u32(value: number): void {
    if (little) this.#bytes.writeUInt32LE(value, this.#at);
    else this.#bytes.writeUInt32BE(value, this.#at);
    this.#at += 4;
  }

  #copy(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #pad(length: number): void {
    const end = this.#at + padded(length) - length;
    this.#bytes.fill(0, this.#at, end);
    this.#at = end;
  }
}

/** The most that a packet block's body comes to with a comment and an id; a UTF-16 unit is no more than three bytes. */
function notedLength(body: number, comment: string): number {
  return blockOverhead + body + 24 + Math.min(longestOption + 1, 3 * comment.length);
}
