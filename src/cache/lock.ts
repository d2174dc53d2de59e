import { ProcessError, startProcess } from '../process/index.js';
import { CacheError } from './error.js';

/** flock(1)'s exit status for a lock that another process holds. */
const heldStatus = 75;

/**
 * Takes a lock that the kernel releases when docknet ends. Node has no flock(2), so flock(1) holds the lock as long as
 * docknet's pipe to it is open.
 *
 * @param what For messages: what the lock protects.
 * @returns a function that releases the lock.
 * @throws CacheError if another process holds the lock or the file cannot be created.
 */
export async function lock(file: string, what: string): Promise<() => Promise<void>> {
  const script = 'echo locked; exec cat >/dev/null';
  const holder = startProcess(
    ['flock', '--nonblock', '--conflict-exit-code', String(heldStatus), file, 'sh', '-c', script],
    { stdin: 'pipe', detached: true },
  );
  await holder.waitForOutput(/^locked\n/).catch((cause: unknown) => {
    if (!(cause instanceof ProcessError)) throw cause;
    throw new CacheError(
      cause.exit?.status === heldStatus
        ? `Another docknet is using ${what}. Wait until it has finished.`
        : `Cannot lock ${what} with ${file}: ${cause.stderr.trim() || cause.message}`,
      { cause },
    );
  });
  return async () => {
    holder.endInput();
    await holder.ended;
  };
}
