import { join } from 'node:path';
import { findEngine } from '../../engine/index.js';
import { sweep } from '../../lab/index.js';
import { makeDirectory } from '../../record/index.js';
import { delayOptimization } from '../worker/delay-optimization.js';
import { nameCells, newRunId } from './names.js';
import { runInLabs } from './run-in-labs.js';
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
  const results = await runInLabs(
    request,
    listener,
    run,
    cells.map((cell) => ({ ...cell, checks })),
  );
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
