import { chmod, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { BlockBatch } from './block-batch.js';
import { BlockReader, type Block } from './pcapng-block-reader.js';
import { little, namesBlock } from './pcapng-blocks.js';
import { packetOptions } from './pcapng-decode.js';
import { blockType, option } from './pcapng-format.js';

/** What a reader of the recording is told of a frame. */
export interface FrameNote {
  /** In words; no longer than 65,535 bytes of UTF-8, what is beyond is cut off. */
  readonly comment: string;
  /** The same for the same packet at every point (epb_packetid). */
  readonly packetId: number;
}

/** The note for a frame, by its index in the file; null for one that has none. */
export type GetNote = (index: number) => FrameNote | null;

/** What to call addresses, the first name of each foremost. */
export type AddressNames = ReadonlyMap<string, readonly string[]>;

/** How a copy is called until it is whole. */
const unfinishedOf = (path: string): string => `${path}.unfinished`;

/**
 * A recording once more with notes in it, written beside it, also while it grows; takes its place when it is whole, so that at
 * every moment there is one that can be read. Frames, stamps, counts and their order stay byte for byte what they were.
 */
export class AnnotatedCopy {
  readonly #batch: BlockBatch;
  #blocks: readonly Block[] = [];
  #next = 0;
  #frames = 0;

  private constructor(
    readonly path: string,
    private readonly reader: BlockReader,
    private readonly file: FileHandle,
    private readonly names: AddressNames,
  ) {
    this.#batch = new BlockBatch(file);
  }

  /** Begins a copy of a recording that has begun. Rejects with the file system's error. */
  static async create(path: string, names: AddressNames): Promise<AnnotatedCopy> {
    const reader = await BlockReader.open(path, false);
    try {
      return new AnnotatedCopy(path, reader, await open(unfinishedOf(path), 'w', 0o600), names);
    } catch (cause) {
      await reader.close();
      throw cause;
    }
  }

  /** Bytes of the recording that were read so far. */
  get position(): number {
    return this.reader.position;
  }

  /**
   * Writes on as far as the recording goes, and no further than before the frame `until`. Throws where the recording is of another
   * machine's byte order, and the file system's error.
   *
   * @param tell Is called from time to time meanwhile.
   */
  async write(note: GetNote, until: number, tell?: () => void): Promise<void> {
    for (;;) {
      for (; this.#next < this.#blocks.length; this.#next += 1) {
        const block = this.#blocks[this.#next]!;
        if (block.type !== blockType.packet) {
          await this.#copy(block);
          continue;
        }
        if (this.#frames >= until) return;
        const noted = note(this.#frames);
        const comment = noted?.comment ?? '';
        if (!this.#batch.fits(block.length, comment)) await this.#batch.makeRoom(block.length, comment);
        this.#annotate(block, noted);
        this.#frames += 1;
      }
      const blocks = await this.reader.next();
      if (blocks === null) return;
      [this.#blocks, this.#next] = [blocks, 0];
      tell?.();
    }
  }

  /** Takes in names that came to be known: readers use them from here on. Rejects with the file system's error. */
  async addNames(names: AddressNames): Promise<void> {
    await this.#batch.putWhole(namesBlock(names));
  }

  /**
   * Writes the rest and takes the recording's place. Throws where the recording is damaged (the copy would lose what stands behind
   * the damage), and as `write` does.
   */
  async finish(note: GetNote, tell?: () => void): Promise<void> {
    await this.write(note, Infinity, tell);
    const damage = this.reader.ending();
    if (damage !== null) throw new Error(`no notes were written into it: ${damage}`);
    await this.#batch.write();
    await this.#close();
    await chmod(unfinishedOf(this.path), (await stat(this.path)).mode & 0o777);
    await rename(unfinishedOf(this.path), this.path);
  }

  /** Leaves the recording as it is. */
  async discard(): Promise<void> {
    await this.#close();
    await rm(unfinishedOf(this.path), { force: true });
  }

  async #close(): Promise<void> {
    await this.reader.close();
    await this.file.close();
  }

  async #copy({ type, body, littleEndian }: Block): Promise<void> {
    if (littleEndian !== little)
      throw new Error(
        `no notes were written into ${this.path}: it is of a machine with the other byte order; annotate it there`,
      );
    // What an earlier annotation called addresses is replaced.
    if (type === blockType.names) return;
    await this.#batch.put(type, body);
    // Names stand before the first packet: tshark reads a file once.
    if (type === blockType.section) await this.addNames(this.names);
  }

  #annotate(block: Block, note: FrameNote | null): void {
    const { fixed, options } = packetOptions(block) ?? this.#damaged();
    this.#batch.putPacket(
      fixed,
      options.length === 0 ? options : options.filter(([code]) => code !== option.comment && code !== option.packetId),
      note,
    );
  }

  #damaged(): never {
    throw new Error(
      `no notes were written into ${this.path}: the block after frame ${this.#frames} says that it holds more than it does; what stands before it can be read`,
    );
  }
}
