import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findEngine } from '../../engine/index.js';
import type { Fault } from '../../fault/index.js';
import { sweep } from '../../lab/index.js';
import { isRulesDeviation, makeDirectory, type Cell, type CheckRecord } from '../../record/index.js';
import { areaOf } from '../../text/index.js';
import type { CellResult } from '../schedule/cell-run.js';
import { newRunId } from './names.js';
import { runInLabs, type CellWork } from './run-in-labs.js';
import type { NamedEngine, SessionListener, SessionRequest } from './types.js';

/** What a session of faults runs: one engine, unharmed and with each fault. */
export interface FaultRequest extends Omit<SessionRequest, 'engines' | 'sabotaged' | 'shard'> {
  readonly engine: NamedEngine;
  readonly faults: readonly Fault[];
}

/** What the checks noticed of a fault. */
export interface FaultTrial {
  readonly id: string;
  readonly what: string;
  /** How many checks ran under it that are judged on the unharmed engine. */
  readonly checks: number;
  /** Those whose behaviour was otherwise, by id. */
  readonly noticedBy: readonly string[];
  /** Those that found other rules alone. */
  readonly rulesNoticedBy: readonly string[];
  /** Those that could not be judged under it: errors and inconclusive ones. */
  readonly unsettled: readonly string[];
  /** Why no engine ran under it; null if one did. An engine that refuses to start is noticed by everybody. */
  readonly unfit: string | null;
}

export interface FaultResult {
  readonly directory: string;
  /** The cell of the unharmed engine; null if it did not come up. */
  readonly cell: Cell | null;
  /** Why the unharmed engine could not be run. */
  readonly unfit: string | null;
  readonly trials: readonly FaultTrial[];
  /** Checks that ran under faults and noticed none. */
  readonly blind: readonly string[];
  readonly interrupted: boolean;
}

/**
 * Runs the checks on an engine, and those of a fault's areas under each fault. Keeps no evidence.
 *
 * @throws EngineError, LabError, RecordError or SuiteError if the session cannot begin.
 */
export async function runFaults(request: FaultRequest, listener: SessionListener): Promise<FaultResult> {
  const { engine, faults, registry, output, signal } = request;
  if (engine.choice.kind !== 'host') await findEngine(engine.choice);
  const checks = await registry.load(request.ids);
  const run = newRunId();
  const directory = join(output, run);
  const plan = (name: string, areas: readonly string[] | null, fault?: string): CellWork => ({
    name,
    directory: name,
    engine,
    path: join(directory, 'evidence', name),
    checks: checks.filter(({ id }) => areas === null || areas.includes(areaOf(id))),
    ...(fault === undefined ? {} : { fault }),
  });
  const areas = [...new Set(faults.flatMap((fault) => fault.areas))];
  const cells = [plan('unharmed', areas), ...faults.map((fault) => plan(fault.id, fault.areas, fault.id))];
  for (const { path } of cells) await makeDirectory(path);
  const swept = await sweep();
  if (swept.length > 0) listener.swept(swept);
  const [unharmed, ...harmed] = await runInLabs({ ...request, sabotaged: false, shard: null }, listener, run, cells);
  await rm(join(directory, 'evidence'), { recursive: true, force: true });
  const judged = (unharmed?.checks ?? []).filter(isJudged);
  const trials = faults.map((fault, n) => compare(fault, judged, harmed[n]));
  const noticing = new Set(trials.flatMap(({ noticedBy, rulesNoticedBy }) => [...noticedBy, ...rulesNoticedBy]));
  return {
    directory,
    cell: unharmed?.cell ?? null,
    unfit: unharmed?.unfit ?? null,
    trials,
    blind: judged.map(({ id }) => id).filter((id) => !noticing.has(id)),
    interrupted: signal.aborted,
  };
}

/** Whether a check is as expected on the unharmed engine, so that it can notice a fault. */
const isJudged = ({ verdict }: CheckRecord): boolean => verdict === 'conforms' || verdict === 'known deviation';

/** Compares the checks under a fault with those on the unharmed engine. */
function compare(fault: Fault, judged: readonly CheckRecord[], harmed: CellResult | undefined): FaultTrial {
  const expected = new Set(judged.map(({ id }) => id));
  const checks = (harmed?.checks ?? []).filter(({ id }) => expected.has(id));
  const ids = (select: (check: CheckRecord) => boolean) => checks.filter(select).map(({ id }) => id);
  const deviates = ({ verdict }: CheckRecord) => verdict === 'deviates' || verdict === 'unexpected pass';
  return {
    id: fault.id,
    what: fault.what,
    checks: checks.length,
    noticedBy: ids((check) => deviates(check) && !isRulesDeviation(check)),
    rulesNoticedBy: ids((check) => deviates(check) && isRulesDeviation(check)),
    unsettled: ids(({ verdict }) => verdict === 'error' || verdict === 'inconclusive'),
    unfit: harmed?.unfit ?? null,
  };
}
