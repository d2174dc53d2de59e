import { chmod, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { readBlocks, type Block } from './pcapng-block-reader.js';
import { little, namesBlock, notedPacketBlock, sameBlock } from './pcapng-blocks.js';
import { packetOptions } from './pcapng-decode.js';
import { blockType, option } from './pcapng-format.js';

/** What a reader of the recording is told of a frame. */
export interface FrameNote {
  /** In words; no longer than 65,535 bytes of UTF-8, what is beyond is cut off. */
  readonly comment: string;
  /** The same for the same packet at every point (epb_packetid). */
  readonly packetId: number;
}

/** Bytes gathered before they are written. */
const batchLength = 1 << 20;

/**
 * Writes comments, packet ids and names into a recording, for any reader of pcapng: per frame the note's comment and
 * packet id, and a name resolution block at the beginning. Frames, stamps, counts and their order stay byte for byte what
 * they were; what an earlier call wrote is replaced. The file is written anew beside itself and takes its place when it
 * is whole, so that at every moment there is one that can be read.
 *
 * @param note For a frame's index in the file; null leaves the frame without.
 * @param names What to call addresses, the first name of each foremost.
 * @throws Error where the recording is damaged (an annotated copy would lose what stands behind the damage) or of another
 *   machine's byte order, and the file system's error; the recording is then as it was.
 */
export async function annotate(path: string, note: (index: number) => FrameNote | null, names: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      await writeAnnotated(path, file, note, names);
    } finally {
      await file.close();
    }
    await chmod(unfinished, (await stat(path)).mode & 0o777);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
}

async function writeAnnotated(path: string, file: FileHandle, note: (index: number) => FrameNote | null, names: ReadonlyMap<string, readonly string[]>): Promise<void> {
  let frame = 0;
  const blocks = readBlocks(path);
  try {
    for (;;) {
      const next = await blocks.next();
      if (next.done === true) {
        if (next.value !== null) throw new Error(`no notes were written into it: ${next.value}`);
        return;
      }
      let batch: Buffer[] = [];
      let length = 0;
      for (const block of next.value) {
        if (block.littleEndian !== little) throw new Error(`no notes were written into ${path}: it is of a machine with the other byte order; annotate it there`);
        const written = annotatedBlock(path, block, note, names, frame);
        if (block.type === blockType.packet) frame += 1;
        batch.push(written);
        length += written.length;
        if (length >= batchLength) {
          await file.writeFile(Buffer.concat(batch));
          [batch, length] = [[], 0];
        }
      }
      await file.writeFile(Buffer.concat(batch));
    }
  } finally {
    await blocks.return(null); // closes the file when the reading ends early
  }
}

function annotatedBlock(path: string, block: Block, note: (index: number) => FrameNote | null, names: ReadonlyMap<string, readonly string[]>, frame: number): Buffer {
  switch (block.type) {
    // Names stand before the first packet: tshark reads a file once.
    case blockType.section: return Buffer.concat([sameBlock(block.type, block.body), namesBlock(names)]);
    case blockType.names: return Buffer.alloc(0);
    case blockType.packet: {
      const { fixed, options } = packetOptions(block) ?? damaged(path, frame);
      const kept = options.filter(([code]) => code !== option.comment && code !== option.packetId);
      return notedPacketBlock(fixed, kept, note(frame) ?? {});
    }
    default: return sameBlock(block.type, block.body);
  }
}

function damaged(path: string, frame: number): never {
  throw new Error(`no notes were written into ${path}: the block after frame ${frame} says that it holds more than it does; what stands before it can be read`);
}
