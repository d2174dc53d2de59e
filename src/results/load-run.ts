import {
  compareVersions,
  isVersionBetween,
  selectGrid,
  selectRunsBetween,
  type ComparedRun,
  type RunsBetween,
} from '../compare/index.js';
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
  const isOnGuests = [base, candidate].some(({ record }) => record.cell.machine !== undefined);
  const releases = new Set([base, candidate].map(({ record }) => record.cell.kernel.release));
  const names = isOnGuests && releases.size > 1 ? [kernel] : [engine, kernel];
  const nameOf = names.find((name) => name(base) !== name(candidate)) ?? id;
  const [loadedBase, loadedCandidate] = await Promise.all([
    loadRun(nameOf(base), base),
    loadRun(nameOf(candidate), candidate),
  ]);
  return { base: loadedBase, candidate: loadedCandidate };
}

/** What runs around base and candidate tell. */
export interface RunsAround {
  /** Runs that can date a change; null if there are none. */
  readonly between: RunsBetween | null;
  /** Runs that can attribute a change to engine or kernel. */
  readonly grid: readonly ComparedRun[];
}

/** Loads the runs that can date or attribute a change, from shipped baselines and other runs. */
export async function loadRunsAround(
  base: StoredRecord,
  candidate: StoredRecord,
  others: readonly StoredRecord[],
): Promise<RunsAround> {
  const [from, to] = [base.record.cell.engine.version, candidate.record.cell.engine.version];
  const hasOneKernel = base.record.cell.kernel.release === candidate.record.cell.kernel.release;
  const isAround = (name: string) =>
    isVersionBetween(name, from, to) ||
    (!hasOneKernel && [from, to].some((version) => compareVersions(name, version) === 0));
  const names = (await listBaselines()).filter(isAround);
  const baselines = await Promise.all(names.map((name) => readComparedRecord(baselinePath(name))));
  const isOther = ({ directory }: StoredRecord) => ![base, candidate].some((run) => run.directory === directory);
  const around = [...others, ...baselines].filter(isOther);
  const selection = selectRunsBetween(base, candidate, around);
  const load = (runs: readonly StoredRecord[]) =>
    Promise.all(runs.map((stored) => loadRun(stored.record.cell.engine.version, stored)));
  return {
    between: selection === null ? null : { ...selection, runs: await load(selection.runs) },
    grid: await load(selectGrid(base, candidate, around)),
  };
}

/** Loads a run's behaviours, and what the checks say of its engine. */
export async function loadRun(name: string, stored: StoredRecord): Promise<LoadedRun> {
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
