import { open, type FileHandle } from 'node:fs/promises';
import { byteOrder, takeBlocks } from './pcapng-block-reader.js';
import { Section } from './pcapng-reader.js';
import type { Frame } from './types.js';

/** Bytes read at once: a recording that grows faster than it is looked at must not fill the memory. */
const chunkLength = 1 << 20;

/**
 * Reads a recording while it is being written: from the file itself, so that whoever looks on, however slowly, can neither
 * hold the recorder up nor make it lose a frame.
 */
export class RecordingTail {
  readonly #section: Section;
  readonly #file: FileHandle;
  #rest: Buffer = Buffer.alloc(0);
  #read = 0;
  #littleEndian: boolean | null = null;

  private constructor(readonly path: string, file: FileHandle) {
    this.#file = file;
    this.#section = new Section(path);
  }

  /** Opens a recording that has begun. Rejects with the file system's error. */
  static async open(path: string): Promise<RecordingTail> {
    return new RecordingTail(path, await open(path));
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#read;
  }

  /**
   * The frames of the next megabyte at most, in the order of the file; null where nothing has been written since.
   *
   * @throws ForeignFileError where the file is no recording of docknet's, Error where it is damaged.
   */
  async next(): Promise<readonly Frame[] | null> {
    // Frames keep their bytes, so every chunk has memory of its own.
    const chunk = Buffer.allocUnsafe(chunkLength);
    const { bytesRead } = await this.#file.read(chunk, 0, chunkLength, this.#read);
    if (bytesRead === 0) return null;
    this.#read += bytesRead;
    const bytes = this.#rest.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]);
    this.#littleEndian ??= byteOrder(this.path, bytes);
    const { blocks, rest, broken } = takeBlocks(bytes, this.#littleEndian);
    this.#rest = rest;
    const whole = blocks.every((block) => this.#section.take(block));
    if (broken || !whole) throw new Error(`${this.path} is damaged before byte ${this.#read}: somebody else writes to it`);
    return this.#section.frames();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
