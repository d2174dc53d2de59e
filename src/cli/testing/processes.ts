import { readdir, readFile } from 'node:fs/promises';

/** A process as the machine knows it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Clock ticks since boot (proc(5)): the same id with another start is another process. */
  readonly start: string;
}

/** Every process of the machine. */
export async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (
    await Promise.all(
      pids.map(async (pid) => {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
        if (stat === null) return [];
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        // A zombie has ended; only its parent has not looked yet.
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

/** A process's descendants, itself left out. */
export async function descendants(pid: number): Promise<Process[]> {
  const all = await processes();
  const below = (parent: number): Process[] =>
    all.filter((p) => p.parent === parent).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}

/** Those that still run. */
export async function stillRunning(those: readonly Process[]): Promise<Process[]> {
  const now = new Map((await processes()).map((p) => [p.pid, p.start]));
  return those.filter((p) => now.get(p.pid) === p.start);
}
