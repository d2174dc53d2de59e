import { readdir, readFile } from 'node:fs/promises';

/** A process of the machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Start in clock ticks since boot (proc_pid_stat(5)); distinguishes processes with the same id. */
  readonly start: string;
}

/** Lists the machine's processes, without zombies. */
export async function listProcesses(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (
    await Promise.all(
      pids.map(async (pid) => {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
        if (stat === null) return [];
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return fields[0] === 'Z'
          ? []
          : [
              {
                pid: Number(pid),
                parent: Number(fields[1]),
                name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
                start: fields[19] ?? '',
              },
            ];
      }),
    )
  ).flat();
}

/** Lists the descendants of a process. */
export async function listDescendants(pid: number): Promise<Process[]> {
  const all = await listProcesses();
  const below = (parent: number): Process[] =>
    all.filter((p) => p.parent === parent).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}

/** Returns the processes that still run. */
export async function filterRunning(started: readonly Process[]): Promise<Process[]> {
  const now = new Map((await listProcesses()).map((p) => [p.pid, p.start]));
  return started.filter((p) => now.get(p.pid) === p.start);
}
