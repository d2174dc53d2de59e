import { BlockReader } from './pcapng-block-reader.js';
import { Section } from './pcapng-reader.js';
import type { RawFrame } from './types.js';

/**
 * Reads a recording while it is being written: from the file itself, so that whoever looks on, however slowly, can neither
 * hold the recorder up nor make it lose a frame.
 */
export class RecordingTail {
  readonly #section: Section;
  readonly #blocks: BlockReader;

  private constructor(blocks: BlockReader) {
    this.#blocks = blocks;
    this.#section = new Section(blocks.path);
  }

  /** Opens a recording that has begun. Rejects with the file system's error. */
  static async open(path: string): Promise<RecordingTail> {
    return new RecordingTail(await BlockReader.open(path));
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#blocks.position;
  }

  /**
   * The frames of the next megabyte at most, in the order of the file; null where nothing has been written since.
   *
   * @throws ForeignFileError where the file is no recording of docknet's, Error where it is damaged.
   */
  async next(): Promise<readonly RawFrame[] | null> {
    const blocks = await this.#blocks.next();
    const whole = blocks?.every((block) => this.#section.take(block)) ?? !this.#blocks.broken;
    if (!whole)
      throw new Error(`${this.#blocks.path} is damaged before byte ${this.position}: somebody else writes to it`);
    return blocks === null ? null : this.#section.frames();
  }

  async close(): Promise<void> {
    await this.#blocks.close();
  }
}
