import type { CellOptions, CellResult } from './cell-run.js';
import { KernelRuns } from './kernel-runs.js';
import { scheduleWorkers } from './schedule-workers.js';

/**
 * Runs checks on one or several engines at once. Each lab has a process of its own; the machine's own engine runs one
 * check at a time.
 *
 * @param workers The number of labs at once over all cells, 1 or more.
 * @returns a result for each cell, in the order given.
 */
export async function runCells(cells: readonly CellOptions[], workers: number): Promise<CellResult[]> {
  const runs = cells.map((options, n) => new KernelRuns(options, n + 1));
  try {
    await scheduleWorkers(runs, workers);
  } finally {
    await Promise.all(runs.map((run) => run.close()));
  }
  return runs.map((run) => run.result());
}
