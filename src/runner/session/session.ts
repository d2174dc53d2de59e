import { join } from 'node:path';
import { findEngine } from '../../engine/index.js';
import { sweep } from '../../lab/index.js';
import { makeDirectory } from '../../record/index.js';
import { delayOptimization } from '../worker/delay-optimization.js';
import { nameCells, newRunId } from './names.js';
import { runInLabs } from './run-in-labs.js';
import { saveSession } from './save-session.js';
import type { ExplainingEngine, PlannedCell, SessionListener, SessionRequest, SessionResult } from './types.js';

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
  const cells = planCells(request, [], directory);
  for (const { path } of cells) await makeDirectory(path);
  const swept = await sweep();
  if (swept.length > 0) listener.swept(swept);
  const started = new Date();
  const runIn = (planned: readonly PlannedCell[]) =>
    runInLabs(
      request,
      listener,
      run,
      planned.map((cell) => ({ ...cell, checks: checks.filter(({ id }) => cell.ids.includes(id)) })),
    );
  const results = await runIn(cells);
  const explaining = request.signal.aborted ? [] : (request.explain?.(results) ?? []);
  const more = planCells(request, explaining, directory).slice(cells.length);
  for (const { path } of more) await makeDirectory(path);
  if (more.length > 0) results.push(...(await runIn(more)));
  const finished = new Date();
  return saveSession(request, { run, directory, started, finished }, [...cells, ...more], results);
}

/** Plans a cell for each engine, then one for each that explains them. */
function planCells(
  { engines, ids }: SessionRequest,
  explaining: readonly ExplainingEngine[],
  directory: string,
): PlannedCell[] {
  const plans = [...engines.map((engine) => ({ engine, ids })), ...explaining];
  const names = nameCells(plans.map(({ engine }) => engine.name));
  return plans.map((plan, n) => {
    const { name, directory: own } = names[n] ?? { name: plan.engine.name, directory: plan.engine.name };
    const path = plans.length === 1 ? directory : join(directory, own);
    return { ...plan, name, directory: own, explains: n >= engines.length, path };
  });
}
