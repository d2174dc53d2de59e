import { chmod, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { BlockBatch, type FrameNote } from './block-batch.js';
import { BlockReader, type Block } from './block-reader.js';
import { blockType, littleEndian, namesBlock, optionCode } from './blocks.js';
import { splitPacketOptions } from './decode.js';

/** Returns the note for a frame, by its index in the file; null for none. */
export type GetNote = (index: number) => FrameNote | null;

/** Names of addresses, the preferred one first. */
export type AddressNames = ReadonlyMap<string, readonly string[]>;

/**
 * Writes comments, packet ids and names into a recording, for any reader of pcapng, and replaces those of an earlier
 * call. See `AnnotatedCopy`.
 *
 * @throws Error if the recording is damaged or of another byte order, and the file system's error; the recording is
 *   unchanged then.
 */
export async function annotateFile(path: string, getNote: GetNote, names: AddressNames): Promise<void> {
  const copy = await AnnotatedCopy.create(path, names);
  try {
    await copy.finish(getNote);
  } catch (cause) {
    await copy.discard();
    throw cause;
  }
}

/**
 * A copy of a recording with notes, written beside it, also while the recording grows. It replaces the recording once
 * it is complete. Frames, times, counts and their order stay the same, byte for byte.
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

  /** Creates a copy of a recording that has begun. Rejects with the file system's error. */
  static async create(path: string, names: AddressNames): Promise<AnnotatedCopy> {
    const reader = await BlockReader.open(path, 'reuse');
    try {
      return new AnnotatedCopy(path, reader, await open(unfinishedPath(path), 'w', 0o600), names);
    } catch (cause) {
      await reader.close();
      throw cause;
    }
  }

  /** Bytes of the recording read so far. */
  get position(): number {
    return this.reader.position;
  }

  /**
   * Writes up to the recording's current end, or up to the frame `until`, that frame excluded.
   *
   * @param onProgress Called after every megabyte.
   * @throws Error if the recording is of another byte order, and the file system's error.
   */
  async write(getNote: GetNote, until: number, onProgress?: () => void): Promise<void> {
    for (;;) {
      for (; this.#next < this.#blocks.length; this.#next += 1) {
        const block = this.#blocks[this.#next]!;
        if (block.type !== blockType.packet) {
          await this.#copy(block);
          continue;
        }
        if (this.#frames >= until) return;
        const note = getNote(this.#frames);
        const comment = note?.comment ?? '';
        if (!this.#batch.fits(block.length, comment)) await this.#batch.makeRoom(block.length, comment);
        this.#annotate(block, note);
        this.#frames += 1;
      }
      const blocks = await this.reader.next();
      if (blocks === null) return;
      [this.#blocks, this.#next] = [blocks, 0];
      onProgress?.();
    }
  }

  /** Adds names, which readers use from here on. Rejects with the file system's error. */
  async addNames(names: AddressNames): Promise<void> {
    await this.#batch.putBlocks(namesBlock(names));
  }

  /**
   * Writes the rest and replaces the recording. Throws as `write` does, and if the recording is damaged: the copy would
   * lose what follows the damage.
   */
  async finish(getNote: GetNote, onProgress?: () => void): Promise<void> {
    await this.write(getNote, Infinity, onProgress);
    const damage = this.reader.describeEnd();
    if (damage !== null) throw new Error(`Recording not annotated: ${damage}`);
    await this.#batch.write();
    await this.#close();
    await chmod(unfinishedPath(this.path), (await stat(this.path)).mode & 0o777);
    await rename(unfinishedPath(this.path), this.path);
  }

  /** Removes the copy; the recording stays as it is. */
  async discard(): Promise<void> {
    await this.#close();
    await rm(unfinishedPath(this.path), { force: true });
  }

  async #close(): Promise<void> {
    await this.reader.close();
    await this.file.close();
  }

  async #copy(block: Block): Promise<void> {
    if (block.littleEndian !== littleEndian)
      throw new Error(
        `Recording not annotated: ${this.path} has the byte order of another machine. Annotate it there.`,
      );
    // Replaces the names of an earlier annotation.
    if (block.type === blockType.names) return;
    await this.#batch.put(block.type, block.body);
    // Names precede the first packet: tshark reads a file once.
    if (block.type === blockType.section) await this.addNames(this.names);
  }

  #annotate(block: Block, note: FrameNote | null): void {
    const packet = splitPacketOptions(block);
    if (packet === null)
      throw new Error(
        `Recording not annotated: ${this.path} contains an invalid block after frame ${this.#frames}. ` +
          'Earlier frames can be read.',
      );
    const { fixed, options } = packet;
    const isNote = (code: number): boolean => code === optionCode.comment || code === optionCode.packetId;
    this.#batch.putPacket(fixed, options.length === 0 ? options : options.filter(([code]) => !isNote(code)), note);
  }
}

const unfinishedPath = (path: string): string => `${path}.unfinished`;
