/** What goes into a tar: a directory, a file with what it holds, or a symbolic link with where it leads. */
export type TarEntry = { readonly path: string } & (
  | { readonly kind: 'directory' }
  | { readonly kind: 'file'; readonly content: Buffer; readonly mode: number }
  | { readonly kind: 'link'; readonly to: string }
);

/** A tar's unit, in bytes. */
const block = 512;

/**
 * A tar in memory, so that nothing lies about on the disk when its maker is killed. All is root's and of the first second of
 * 1970: the same entries are the same bytes.
 *
 * @throws RangeError for a path or a link that a ustar header has no room for (100 bytes).
 */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([
    ...entries.flatMap((entry) =>
      entry.kind === 'file' ? [header(entry), entry.content, padding(entry.content.length)] : [header(entry)],
    ),
    Buffer.alloc(2 * block),
  ]);
}

/** The header block, POSIX.1-1988 "ustar" (POSIX pax, "ustar Interchange Format"). */
function header(entry: TarEntry): Buffer {
  const bytes = Buffer.alloc(block);
  const text = (value: string, at: number, room: number) => {
    if (Buffer.byteLength(value) > room) throw new RangeError(`${value} is too long for a tar`);
    bytes.write(value, at);
  };
  const octal = (value: number, at: number, room: number) => {
    bytes.write(`${value.toString(8).padStart(room - 1, '0')}\0`, at);
  };
  text(entry.path, 0, 100);
  octal(entry.kind === 'file' ? entry.mode : entry.kind === 'link' ? 0o777 : 0o755, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(entry.kind === 'file' ? entry.content.length : 0, 124, 12);
  octal(0, 136, 12);
  bytes.write(entry.kind === 'file' ? '0' : entry.kind === 'link' ? '2' : '5', 156);
  if (entry.kind === 'link') text(entry.to, 157, 100);
  bytes.write('ustar\x0000', 257, 'latin1');
  // The sum is over the header with eight spaces in the sum's own place.
  bytes.fill(' ', 148, 156);
  octal(
    bytes.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return bytes;
}

const padding = (length: number) => Buffer.alloc((block - (length % block)) % block);
