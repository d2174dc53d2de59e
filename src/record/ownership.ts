import { constants } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The environment variables in which sudo names its caller. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A record, or a file beside one, that cannot be read or written. The message says which, why and what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/**
 * Gives a file or directory that docknet made to the user who called it with sudo, and sets its mode: 0600 for a
 * recording (.pcapng: it holds payloads), 0644 for other files, 0755 for directories. Without sudo, sets the mode
 * alone.
 *
 * @throws RecordError if it is missing, is a link (which in a directory of the caller's could point anywhere), or the
 *   file system refuses.
 */
export async function ownByCaller(path: string, environment: Environment = process.env): Promise<void> {
  try {
    // O_NOFOLLOW and the open handle: between a stat and a chown by path it could become a link.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const owner = findCaller(environment);
      if (owner !== null) await file.chown(owner.uid, owner.gid);
      await file.chmod((await file.stat()).isDirectory() ? 0o755 : modeOf(path));
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new RecordError(
      `the owner and mode of ${path} could not be set: ${(cause as Error).message}. ` +
        'Choose an output directory on a file system with owners, and do not change its files during a run.',
      { cause },
    );
  }
}

/** Gives every file and directory below a directory to the caller, as `ownByCaller` does. */
export async function ownTreeByCaller(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile() || entry.isDirectory()) await ownByCaller(join(entry.parentPath, entry.name));
}

/**
 * Makes a directory and its missing parents, and gives those it made to the caller.
 *
 * @throws RecordError if it cannot be made, and as `ownByCaller` does.
 */
export async function makeDirectory(path: string, environment: Environment = process.env): Promise<void> {
  const wanted = resolve(path);
  let first: string | undefined;
  try {
    first = await makeWithParents(wanted);
  } catch (cause) {
    throw new RecordError(
      `the output directory ${path} cannot be made: ${(cause as Error).message}. Name a writable one with --output.`,
      { cause },
    );
  }
  if (first === undefined) return;
  for (let made = wanted; made.length >= first.length; made = dirname(made)) await ownByCaller(made, environment);
}

/**
 * Makes a directory and its missing parents. mkdir's own `recursive` never returns if the system reports a parent as
 * missing although it is there, as /proc does (Node 20).
 *
 * @returns the first directory that was made; undefined if there was nothing to make.
 */
async function makeWithParents(path: string): Promise<string | undefined> {
  if (
    await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
  )
    return undefined;
  const above = path === dirname(path) ? undefined : await makeWithParents(dirname(path));
  await mkdir(path).catch((cause: NodeJS.ErrnoException) => {
    // Another run may have made it meanwhile.
    if (cause.code !== 'EEXIST') throw cause;
  });
  return above ?? path;
}

/** Returns the mode of an evidence file or a record. */
export function modeOf(path: string): number {
  return path.endsWith('.pcapng') ? 0o600 : 0o644;
}

function findCaller(environment: Environment): { uid: number; gid: number } | null {
  const { SUDO_UID: uid = '', SUDO_GID: gid = '' } = environment;
  // SUDO_* may be left over in the environment of a user who is not root and may not give files away.
  if (process.getuid?.() !== 0 || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return null;
  return { uid: Number(uid), gid: Number(gid) };
}
