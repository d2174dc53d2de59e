import { readdir, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clearLeftovers } from './machine-leftovers.js';
import { findDeadRuns, findLiveRuns } from './run-directory.js';

/** Returns the name of a run's n-th lab and of its control groups. */
export const labName = (run: string, n: string | number) => `docknet-${run}-${n}`;

/**
 * Removes what killed runs left. Their processes, namespaces and mounts ended with them; empty control groups, their
 * directories under /run/docknet and, on the machine's own engine, objects with the run's label remain.
 *
 * @returns descriptions of what was removed.
 */
export async function sweep(): Promise<string[]> {
  const dead = await findDeadRuns();
  const found = await findControlGroups((name) => runOf(name) !== '');
  // After the search: a run registers before it makes a group, so a group that was found of a live run is known here.
  const alive = await findLiveRuns();
  const groups = await removeControlGroups(found.filter((directory) => !alive.has(runOf(basename(directory)))));
  const onMachine: string[] = [];
  for (const { path } of dead) {
    onMachine.push(...(await clearLeftovers(path)));
    await rm(path, { recursive: true, force: true });
  }
  return [...onMachine, ...groups, ...dead.map(({ path }) => path)];
}

/** Returns the run of a control group's name; empty for a name that is not docknet's. */
const runOf = (group: string): string => /^docknet-([0-9a-z]+)-/.exec(group)?.[1] ?? '';

/** Deep enough for a group below a user's or a runner's own group, in cgroup v1 and v2. */
const maxDepth = 8;

/**
 * Finds the control groups whose names pass. An engine with the cgroupfs driver makes its parent group below its own
 * group in every hierarchy (cgroup v1) or in the one (v2). The kernel keeps the groups when their processes are gone:
 * they are all that the end of a lab's pid namespace leaves.
 */
export const findControlGroups = (passes: (name: string) => boolean): Promise<string[]> =>
  findDirectories('/sys/fs/cgroup', passes, maxDepth);

/** Removes control groups that are empty. @returns the removed directories. */
export async function removeControlGroups(directories: readonly string[]): Promise<string[]> {
  const removed: string[] = [];
  for (const directory of directories) if (await removeTree(directory)) removed.push(directory);
  return removed;
}

async function findDirectories(parent: string, passes: (name: string) => boolean, depth: number): Promise<string[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async (entry) => {
        const directory = join(parent, entry.name);
        if (passes(entry.name)) return [directory];
        return depth > 1 ? findDirectories(directory, passes, depth - 1) : [];
      }),
  );
  return found.flat();
}

/** Removes a control group and those below it. @returns whether it was removed. */
async function removeTree(directory: string): Promise<boolean> {
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await removeTree(join(directory, entry.name));
  }
  // EBUSY: a process is still exiting; the next sweep removes it. ENOENT: another run's sweep was faster.
  return rmdir(directory).then(
    () => true,
    () => false,
  );
}
