import { join } from 'node:path';
import type { AnyCheck } from '../../check/index.js';
import { findEngine } from '../../engine/index.js';
import { registerRun, sweep } from '../../lab/index.js';
import { makeDirectory } from '../../record/index.js';
import { runCells, type CellResult } from '../schedule/run-cells.js';
import { delayOptimization } from '../worker/delay-optimization.js';
import { nameCells, newRunId } from './names.js';
import { saveSession } from './save-session.js';
import type { NamedEngine, PlannedCell, SessionListener, SessionRequest, SessionResult } from './types.js';

/**
 * Runs checks on one or several engines and saves the records. Removes what killed runs left first, and its own labs
 * last.
 *
 * @throws EngineError, LabError, RecordError or SuiteError if the session cannot begin.
 */
export async function runSession(request: SessionRequest, listener: SessionListener): Promise<SessionResult> {
  delayOptimization();
  for (const { choice } of request.engines) if (choice.kind !== 'host') await findEngine(choice);
  const checks = await request.registry.load(request.ids);
  const run = newRunId();
  const directory = join(request.output, run);
  const cells = planCells(request.engines, directory);
  for (const { path } of cells) await makeDirectory(path);
  const swept = await sweep();
  if (swept.length > 0) listener.swept(swept);
  const started = new Date();
  const results = await runInLabs(request, listener, { run, checks, cells });
  const finished = new Date();
  return saveSession(request, { run, directory, started, finished }, cells, results);
}

function planCells(engines: readonly NamedEngine[], directory: string): PlannedCell[] {
  const names = nameCells(engines.map(({ name }) => name));
  return engines.map((engine, n) => {
    const { name, directory: own } = names[n] ?? { name: engine.name, directory: engine.name };
    return { name, directory: own, engine, path: engines.length === 1 ? directory : join(directory, own) };
  });
}

/** Runs the checks of every cell. Labs and their control groups are gone when it returns. */
async function runInLabs(
  request: SessionRequest,
  listener: SessionListener,
  {
    run,
    checks,
    cells,
  }: { readonly run: string; readonly checks: readonly AnyCheck[]; readonly cells: readonly PlannedCell[] },
): Promise<CellResult[]> {
  const { engineTimeoutMs, sabotaged, engineCache, iptables, durations, signal, registry } = request;
  const runDirectory = await registerRun(run);
  try {
    listener.began(cells);
    return await runCells(
      cells.map(({ name, engine, path }) => ({
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
