import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyCheck } from '../../check/index.js';
import { findEngine } from '../../engine/index.js';
import { sweep } from '../../lab/index.js';
import { makeDirectory } from '../../record/index.js';
import type { ActingFaults } from '../worker/protocol.js';
import { chooseControl } from './fault-candidates.js';
import { FaultProgress } from './fault-progress.js';
import { leavesSomething, type ControlCheck } from './fault-trial.js';
import type { EarlierCheck, FaultListener, FaultRequest, FaultResult } from './fault-types.js';
import { newRunId } from './names.js';
import { runInLabs, type CellWork } from './run-in-labs.js';
import type { SessionListener } from './types.js';

/**
 * Runs checks on an engine, then under each fault those that could notice it, until enough have. Keeps no evidence.
 *
 * @throws EngineError, LabError, RecordError or SuiteError if the session cannot begin.
 */
export async function runFaults(request: FaultRequest, listener: FaultListener): Promise<FaultResult> {
  const { engine, faults, registry, recorded, thorough, earlier, signal } = request;
  if (engine.choice.kind !== 'host') await findEngine(engine.choice);
  const checks = await registry.load(chooseControl(faults, request.ids, recorded, thorough));
  const run = newRunId();
  const directory = earlier?.directory ?? join(request.output, run);
  const evidence = join(directory, 'evidence');
  const swept = await sweep();
  if (swept.length > 0) listener.swept(swept);
  const runAll = async (cells: readonly CellWork[], to: SessionListener) => {
    for (const { path } of cells) await makeDirectory(path);
    return runInLabs({ ...request, sabotaged: false, shard: null }, to, run, cells);
  };
  const plan = (name: string, chosen: readonly AnyCheck[]) => ({
    name,
    directory: name,
    engine,
    path: join(evidence, name),
    checks: chosen,
  });
  try {
    const first = await runControl(request, checks, plan, (cells) => runAll(cells, listener));
    const started: FaultResult = { ...first, directory, trials: earlier?.trials ?? [], interrupted: signal.aborted };
    if (signal.aborted || started.cell === null) return started;
    const progress = new FaultProgress(request, started, listener);
    const { remaining } = progress;
    const byId = new Map(checks.map((check) => [check.id, check]));
    const cells = remaining.map((fault) => {
      const chosen = progress.candidatesOf(fault).flatMap((id) => byId.get(id) ?? []);
      return {
        ...plan(fault.id, chosen),
        fault: fault.id,
        choose: { inOrder: true, isEnough: () => progress.isEnough(fault) },
      };
    });
    await listener.controlled(cells.length, progress.result);
    const results = await runAll(cells, passOn(listener, progress));
    await progress.finish(new Map(remaining.map(({ id }, n) => [id, results[n]?.unfit ?? null])));
    return { ...progress.result, interrupted: signal.aborted };
  } finally {
    await rm(evidence, { recursive: true, force: true });
  }
}

/** Returns a listener that keeps each check's result before it is shown. */
const passOn = (listener: SessionListener, progress: FaultProgress): SessionListener => ({
  swept: (leftovers) => {
    listener.swept(leftovers);
  },
  began: (cells) => {
    listener.began(cells);
  },
  started: (cell, id) => {
    listener.started(cell, id);
  },
  checked: (cell, check, directory) => {
    progress.add(cell, check);
    listener.checked(cell, check, directory);
  },
  warned: (text) => {
    listener.warned(text);
  },
  ended: () => {
    listener.ended();
  },
});

/** Runs the checks on the unharmed engine that no earlier session has run. */
async function runControl(
  { earlier, thorough, baseline, durations }: FaultRequest,
  checks: readonly AnyCheck[],
  plan: (name: string, checks: readonly AnyCheck[]) => CellWork,
  run: (cells: readonly CellWork[]) => ReturnType<typeof runInLabs>,
): Promise<Pick<FaultResult, 'cell' | 'unfit' | 'control'>> {
  const acting = new Map<string, ActingFaults>();
  const onActing = (id: string, found: ActingFaults) => acting.set(id, found);
  let found: Pick<FaultResult, 'cell' | 'unfit' | 'control'> = {
    cell: earlier?.cell ?? null,
    unfit: null,
    control: earlier?.control ?? [],
  };
  const describe = (check: EarlierCheck): ControlCheck => ({
    id: check.id,
    verdict: check.verdict,
    milliseconds: check.milliseconds,
    leaves: leavesSomething(check),
    acting: acting.get(check.id) ?? null,
  });
  const add = async (chosen: readonly AnyCheck[]) => {
    const missing = chosen.filter(({ id }) => found.control.every((check) => check.id !== id));
    if (missing.length === 0) return;
    const cell = { ...plan('unharmed', missing), ...(thorough ? { observed: true, choose: { onActing } } : {}) };
    const [result] = await run([cell]);
    found = {
      cell: result?.cell ?? found.cell,
      unfit: result?.unfit ?? null,
      control: [...found.control, ...(result?.checks ?? []).map(describe)],
    };
  };
  if (!thorough) {
    // One check shows that the engine works, and which it is.
    const known = (id: string) => durations.get(id) ?? Infinity;
    await add(checks.toSorted((one, other) => known(one.id) - known(other.id)).slice(0, 1));
    const judged = found.cell === null ? null : await baseline(found.cell);
    const wanted = new Set(checks.map(({ id }) => id));
    const more = (judged ?? []).filter(({ id }) => wanted.has(id) && found.control.every((check) => check.id !== id));
    found = { ...found, control: [...found.control, ...more.map(describe)] };
  }
  if (found.unfit === null) await add(checks);
  return found;
}
