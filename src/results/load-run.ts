import { isVersionBetween, selectRunsBetween, type ComparedRun, type RunsBetween } from '../compare/index.js';
import { describeEngine, includesEngine, type StoredRecord } from '../record/index.js';
import { readCatalogue, SuiteRegistry } from '../registry/index.js';
import { baselinePath, listBaselines } from './baselines.js';
import { loadBehaviours } from './behaviours.js';
import { readComparedRecord } from './named.js';

/** A run to compare, and its directory. */
export interface LoadedRun extends ComparedRun {
  readonly directory: string;
}

/** Loads base and candidate, named by what tells them apart: engine version, kernel or run id. */
export async function loadRuns(
  base: StoredRecord,
  candidate: StoredRecord,
): Promise<{ readonly base: LoadedRun; readonly candidate: LoadedRun }> {
  const engine = ({ record }: StoredRecord) => describeEngine(record.cell);
  const kernel = (run: StoredRecord) => `${engine(run)} on kernel ${run.record.cell.kernel.release}`;
  const id = (run: StoredRecord) => `${engine(run)} (run ${run.record.run.id})`;
  const nameOf = [engine, kernel].find((name) => name(base) !== name(candidate)) ?? id;
  const [loadedBase, loadedCandidate] = await Promise.all([
    loadRun(nameOf(base), base),
    loadRun(nameOf(candidate), candidate),
  ]);
  return { base: loadedBase, candidate: loadedCandidate };
}

/** Loads the runs that can date a change: shipped baselines and other runs between base and candidate. */
export async function loadRunsBetween(
  base: StoredRecord,
  candidate: StoredRecord,
  others: readonly StoredRecord[],
): Promise<RunsBetween | null> {
  const [from, to] = [base.record.cell.engine.version, candidate.record.cell.engine.version];
  const names = (await listBaselines()).filter((name) => isVersionBetween(name, from, to));
  const baselines = await Promise.all(names.map((name) => readComparedRecord(baselinePath(name))));
  const selection = selectRunsBetween(base, candidate, [...others, ...baselines]);
  if (selection === null) return null;
  const runs = await Promise.all(selection.runs.map((stored) => loadRun(stored.record.cell.engine.version, stored)));
  return { ...selection, runs };
}

/** Loads a run's behaviours, and what the checks say of its engine. */
async function loadRun(name: string, stored: StoredRecord): Promise<LoadedRun> {
  const { cell, checks } = stored.record;
  const engine = { version: cell.engine.version, firewallBackend: cell.firewall.backend };
  const deviating = new Set(checks.flatMap(({ id, verdict }) => (verdict === 'known deviation' ? [id] : [])));
  const entries = await readCatalogue(await SuiteRegistry.open());
  const ranges = entries
    .filter(({ id }) => deviating.has(id))
    .flatMap(({ id, knownOn }) => {
      const range = knownOn.find((known) => includesEngine(known, engine));
      return range === undefined || range.firewallBackend !== undefined ? [] : [[id, range.engines] as const];
    });
  const upgrading = new Set(entries.flatMap(({ id, upgrades }) => (upgrades ? [id] : [])));
  return { ...stored, name, behaviours: await loadBehaviours(stored), knownOn: new Map(ranges), upgrading };
}
