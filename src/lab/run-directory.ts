import { mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Directories of the running runs, named by run id. A reboot removes them at the latest. */
const registry = '/run/docknet/runs';

/** Link to docknet's pid namespace: "pid:[4026531836]". */
const pidNamespace = '/proc/self/ns/pid';

/** A run's directory: the file of its owner, and a place for its sockets. */
export interface RunDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** Registers a run, so that a later one can tell whether it is alive. */
export async function registerRun(run: string): Promise<RunDirectory> {
  const path = join(registry, run);
  const unfinished = join(registry, `.${run}`);
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  const owner = [process.pid, (await readStartTime(process.pid)) ?? '', await readlink(pidNamespace)];
  await writeFile(join(unfinished, 'owner'), owner.join(' '));
  // Renamed with its owner in it: another run's sweep would take it for a dead run's.
  await rename(unfinished, path);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Finds the runs whose process is gone. A process id is valid only in its pid namespace (pid_namespaces(7)): a run from
 * another one, such as a container that shares /run, is left to docknet in there.
 */
export async function findDeadRuns(): Promise<{ readonly run: string; readonly path: string }[]> {
  const dead: { run: string; path: string }[] = [];
  const ownNamespace = await readlink(pidNamespace);
  for (const run of await listRuns()) {
    const path = join(registry, run);
    const owner = await readFile(join(path, 'owner'), 'utf8').catch(() => '');
    const [pid = '', startTime = '', namespace = ownNamespace] = owner.split(' ');
    // The same process id with another start time is another process (proc(5), field 22 of stat).
    const alive = startTime !== '' && (await readStartTime(Number(pid))) === startTime;
    if (namespace === ownNamespace && !alive) dead.push({ run, path });
  }
  return dead;
}

/** Finds the ids of the runs whose process is alive. */
export async function findLiveRuns(): Promise<Set<string>> {
  const dead = new Set((await findDeadRuns()).map(({ run }) => run));
  return new Set((await listRuns()).filter((run) => !dead.has(run)));
}

async function listRuns(): Promise<string[]> {
  return (await readdir(registry).catch(() => [])).filter((name) => !name.startsWith('.'));
}

async function readStartTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null);
}
