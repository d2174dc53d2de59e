import { mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where running runs are known: one directory each, named by the run id. Gone with the machine's next start at the latest. */
const registry = '/run/docknet/runs';

/** What our process ids belong to: "pid:[4026531836]". */
const pids = '/proc/self/ns/pid';

/** A run's entry: who it belongs to, and a place for its sockets. */
export interface RunDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** Enters a run, so that a later one can tell whether it is still alive. */
export async function registerRun(run: string): Promise<RunDirectory> {
  const path = join(registry, run);
  const unborn = join(registry, `.${run}`);
  await mkdir(unborn, { recursive: true, mode: 0o755 });
  await writeFile(
    join(unborn, 'owner'),
    `${process.pid} ${(await startTime(process.pid)) ?? ''} ${await readlink(pids)}`,
  );
  // It appears with its owner in it, or another run's sweep might take it for a dead one's.
  await rename(unborn, path);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Runs whose process is gone: their ids and what they left to undo. A process id says nothing in another process namespace than its
 * own (pid_namespaces(7)): a run that was entered in another one, a container's that shares /run, is left to those in there.
 */
export async function findDeadRuns(): Promise<{ readonly run: string; readonly path: string }[]> {
  const dead: { run: string; path: string }[] = [];
  const here = await readlink(pids);
  for (const run of await entered()) {
    const path = join(registry, run);
    const [pid = '', start = '', where = here] = (await readFile(join(path, 'owner'), 'utf8').catch(() => '')).split(
      ' ',
    );
    // The same process id with another start time is another process (proc(5), field 22 of stat).
    if (where === here && ((await startTime(Number(pid))) !== start || start === '')) dead.push({ run, path });
  }
  return dead;
}

/** Ids of runs whose process is alive. */
export async function findLiveRuns(): Promise<Set<string>> {
  const dead = new Set((await findDeadRuns()).map((d) => d.run));
  return new Set((await entered()).filter((run) => !dead.has(run)));
}

async function entered(): Promise<string[]> {
  return (await readdir(registry).catch(() => [])).filter((name) => !name.startsWith('.'));
}

async function startTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null);
}
