import { rm } from 'node:fs/promises';
import { removeControlGroups } from './control-groups.js';
import { clearLeftovers } from './machine-leftovers.js';
import { findDeadRuns, findLiveRuns } from './run-directory.js';

/** The name of a run's n-th lab; control groups carry it too. */
export const labName = (run: string, n: string | number) => `docknet-${run}-${n}`;

/**
 * Clears what killed runs left behind. Their processes, namespaces and mounts ended with them; what is left are empty control
 * groups and their directory under /run/docknet, and on the machine's own engine what carries the run's label.
 *
 * @returns what was removed, for people.
 */
export async function sweep(): Promise<string[]> {
  const dead = await findDeadRuns();
  const alive = await findLiveRuns();
  const orphaned = (group: string) => {
    const run = /^docknet-([0-9a-z]+)-/.exec(group)?.[1];
    return run !== undefined && !alive.has(run);
  };
  const groups = await removeControlGroups(orphaned);
  const onMachine: string[] = [];
  for (const { path } of dead) {
    onMachine.push(...(await clearLeftovers(path)));
    await rm(path, { recursive: true, force: true });
  }
  return [...onMachine, ...groups, ...dead.map(({ path }) => path)];
}
