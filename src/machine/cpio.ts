/** A file, directory or link of an archive. */
export interface CpioEntry {
  /** Path without a leading slash. */
  readonly path: string;
  /** File type and permissions as in stat(2). */
  readonly mode: number;
  readonly content?: Buffer;
}

/** File types, stat(2). */
export const fileType = { directory: 0o040000, file: 0o100000, link: 0o120000 } as const;

/**
 * Packs an archive of the format "newc", which the kernel unpacks as its first root file system (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst). Directories come before what is in them.
 */
export function packCpio(entries: readonly CpioEntry[]): Buffer {
  const parts = [...entries, { path: 'TRAILER!!!', mode: 0 }].flatMap((entry, n) => formatEntry(entry, n + 1));
  return Buffer.concat(parts);
}

function formatEntry({ path, mode, content = Buffer.alloc(0) }: CpioEntry, inode: number): Buffer[] {
  const name = Buffer.from(`${path}\0`);
  // inode, mode, owner, group, links, time, size, device (2), special file's device (2), name's size, checksum
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(`070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`);
  return [pad(Buffer.concat([header, name])), pad(content)];
}

/** Pads to a multiple of four bytes. */
const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
