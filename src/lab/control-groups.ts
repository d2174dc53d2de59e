import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Deep enough for a group below a user's or a runner's own group in either version's tree. */
const depth = 8;

/**
 * Removes the empty control groups whose name passes, wherever they are: an engine with the cgroupfs driver makes its parent
 * group below its own group in every hierarchy (cgroup v1) or in the one (v2). The kernel keeps them when the processes in
 * them are gone, so they are the one thing that ending a lab's pid namespace leaves behind.
 *
 * @returns the directories it removed.
 */
export async function removeControlGroups(passes: (name: string) => boolean): Promise<string[]> {
  const removed: string[] = [];
  for (const directory of await find('/sys/fs/cgroup', passes, depth)) {
    if (await removeTree(directory)) removed.push(directory);
  }
  return removed;
}

async function find(at: string, passes: (name: string) => boolean, levels: number): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async (entry) => {
        const directory = join(at, entry.name);
        if (passes(entry.name)) return [directory];
        return levels > 1 ? find(directory, passes, levels - 1) : [];
      }),
  );
  return found.flat();
}

/** True where it is gone by our hand. */
async function removeTree(directory: string): Promise<boolean> {
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await removeTree(join(directory, entry.name));
  }
  // EBUSY: a process is still leaving; the next sweep takes it. ENOENT: another run's sweep was quicker.
  return rmdir(directory).then(
    () => true,
    () => false,
  );
}
