import { readFile, readdir } from 'node:fs/promises';

/**
 * CPU seconds that a running process's threads have used, from the scheduler's own count (proc(5), schedstat), in
 * nanoseconds there.
 */
export async function cpuSeconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const used = await Promise.all(
    threads.map(async (thread) =>
      Number((await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ')[0]),
    ),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}
