import type { FileHandle } from 'node:fs/promises';
import { blockType, littleEndian, optionCode, padded, type Option } from './blocks.js';

/** A note on a frame, for readers of the recording. */
export interface FrameNote {
  /** At most 65,535 bytes of UTF-8; the rest is cut off at a character. */
  readonly comment: string;
  /** Equal for the same packet at every point (epb_packetid). */
  readonly packetId: number;
}

/** Bytes collected before they are written. */
const batchLength = 1 << 20;
/** The longest value of an option, whose length has 16 bits. */
const longestOption = 0xffff;
/** Bytes of a block beside its body. */
const blockOverhead = 12;

/** Collects blocks in one buffer and writes them to a file: a recording has millions. */
export class BlockBatch {
  #bytes: Buffer = Buffer.allocUnsafeSlow(batchLength);
  #at = 0;

  constructor(private readonly file: FileHandle) {}

  /** Adds a block. Rejects with the file system's error. */
  async put(type: number, body: Uint8Array): Promise<void> {
    await this.#reserve(blockOverhead + body.length);
    const start = this.#begin(type);
    this.#copy(body);
    this.#end(start);
  }

  /** Adds encoded blocks. Rejects with the file system's error. */
  async putBlocks(blocks: Uint8Array): Promise<void> {
    await this.#reserve(blocks.length);
    this.#copy(blocks);
  }

  /** Returns whether a packet block fits; if not, call `makeRoom` before `putPacket`. */
  fits(body: number, comment: string): boolean {
    return this.#at + measureNotedPacket(body, comment) <= this.#bytes.length;
  }

  /**
   * Adds a packet block. The caller has made room for it.
   *
   * @param fixed The body's part before its options.
   * @param options The options it has already.
   * @param note Added to the options.
   */
  putPacket(fixed: Uint8Array, options: readonly Option[], note: FrameNote | null): void {
    const start = this.#begin(blockType.packet);
    this.#copy(fixed);
    for (const [code, value] of options) {
      this.#u16(code);
      this.#u16(value.length);
      this.#copy(value);
      this.#pad(value.length);
    }
    if (note !== null) {
      const header = this.#at;
      // Writes no part of a character that does not fit.
      const length = this.#bytes.write(note.comment, header + 4, longestOption);
      this.#u16(optionCode.comment);
      this.#u16(length);
      this.#at += length;
      this.#pad(length);
      this.#u16(optionCode.packetId);
      this.#u16(8);
      const [low, high] = [note.packetId >>> 0, Math.floor(note.packetId / 2 ** 32)];
      this.#u32(littleEndian ? low : high);
      this.#u32(littleEndian ? high : low);
    }
    if (options.length > 0 || note !== null) this.#u32(optionCode.end);
    this.#end(start);
  }

  /** Makes room for a packet block. Rejects with the file system's error. */
  async makeRoom(body: number, comment: string): Promise<void> {
    await this.#reserve(measureNotedPacket(body, comment));
  }

  /** Writes the collected blocks. Rejects with the file system's error. */
  async write(): Promise<void> {
    const collected = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    await this.file.writeFile(collected);
  }

  async #reserve(length: number): Promise<void> {
    if (this.#at + length > this.#bytes.length) await this.write();
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(length);
  }

  #begin(type: number): number {
    const start = this.#at;
    this.#u32(type);
    this.#at += 4; // the length, written by #end
    return start;
  }

  #end(start: number): void {
    const length = this.#at + 4 - start;
    this.#u32(length);
    if (littleEndian) this.#bytes.writeUInt32LE(length, start + 4);
    else this.#bytes.writeUInt32BE(length, start + 4);
  }

  #u16(value: number): void {
    if (littleEndian) this.#bytes.writeUInt16LE(value, this.#at);
    else this.#bytes.writeUInt16BE(value, this.#at);
    this.#at += 2;
  }

  #u32(value: number): void {
    if (littleEndian) this.#bytes.writeUInt32LE(value, this.#at);
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

/** Returns the most bytes a packet block takes with a comment and an id: a UTF-16 unit has at most three bytes. */
function measureNotedPacket(body: number, comment: string): number {
  return blockOverhead + body + 24 + Math.min(longestOption + 1, 3 * comment.length);
}
