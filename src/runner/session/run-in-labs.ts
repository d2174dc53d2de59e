import type { AnyCheck } from '../../check/index.js';
import { registerRun, sweep } from '../../lab/index.js';
import type { CellOptions, CellResult } from '../schedule/cell-run.js';
import { runCells } from '../schedule/run-cells.js';
import type { PlannedCell, SessionListener, SessionRequest } from './types.js';

/** A cell, and what runs in it. */
export interface CellWork extends Omit<PlannedCell, 'ids' | 'explains'> {
  readonly checks: readonly AnyCheck[];
  /** The id of a fault to put into its engines. */
  readonly fault?: string;
  /** Whether to find out which faults would act on its checks. */
  readonly observed?: boolean;
  /** How its checks are chosen while they run. */
  readonly choose?: Pick<CellOptions, 'inOrder' | 'isEnough' | 'onActing'>;
}

/** Runs the checks of every cell. Labs and their control groups are gone when it returns. */
export async function runInLabs(
  request: Omit<SessionRequest, 'engines' | 'ids'>,
  listener: SessionListener,
  run: string,
  cells: readonly CellWork[],
): Promise<CellResult[]> {
  const { engineTimeoutMs, sabotaged, engineCache, iptables, durations, signal, registry } = request;
  const runDirectory = await registerRun(run);
  try {
    listener.began(cells);
    return await runCells(
      cells.map(({ name, engine, path, checks, fault, observed, choose = {} }) => ({
        ...choose,
        setup: {
          run,
          directory: path,
          runtime: runDirectory.path,
          suites: registry.directories,
          engine: engine.choice,
          firewallBackend: engine.firewallBackend,
          daemonConfig: engine.daemonConfig,
          engineTimeoutMs,
          sabotaged,
          engineCache,
          ...(iptables === null ? {} : { iptables }),
          ...(fault === undefined ? {} : { fault }),
          ...(observed === undefined ? {} : { observed }),
        },
        checks,
        kernel: engine.kernel,
        onNoKvm: (reason) => {
          listener.warned(`${name} is emulated in software, which takes many times as long: ${reason}`);
        },
        durations,
        signal,
        onStart: (id) => {
          listener.started(name, id);
        },
        onCheck: (check) => {
          listener.checked(name, check, path);
        },
        onWarning: (text) => {
          listener.warned(text);
        },
      })),
      request.workers,
    );
  } finally {
    listener.ended();
    await runDirectory.remove();
    // A worker that died left its lab's control groups behind.
    await sweep();
  }
}
