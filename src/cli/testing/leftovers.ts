import { readdir, readFile } from 'node:fs/promises';
import { runCommand } from '../../process/index.js';
import { filterRunning, type Process } from './processes.js';

/** Waits up to a minute for processes to exit. @returns the ones that still run. */
export async function waitForExit(processes: readonly Process[]): Promise<readonly Process[]> {
  await Promise.all(
    processes.map(({ pid }) => runCommand(['tail', '-f', '/dev/null', '--pid', String(pid)], { timeoutMs: 60_000 })),
  );
  return filterRunning(processes);
}

/** Lists what a run has on the machine: its entry, and control groups, mounts and interfaces with its id. */
export async function findLeftovers(run: string): Promise<string[]> {
  const [groups, mounts, links, names] = await Promise.all([
    runCommand(['find', '/sys/fs/cgroup', '-maxdepth', '8', '-name', `docknet-${run}-*`]),
    readFile('/proc/self/mountinfo', 'utf8'),
    runCommand(['ip', 'link']),
    readdir('/run/docknet/runs').catch(() => []),
  ]);
  const lines = [...groups.stdout.split('\n'), ...mounts.split('\n'), ...links.stdout.split('\n')];
  return [...lines.filter((line) => line.includes(run)), ...names.filter((name) => name.includes(run))];
}
