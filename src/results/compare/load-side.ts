import { existsSync } from 'node:fs';
import { satisfies } from 'semver';
import type { Side } from '../../compare/index.js';
import { isMatrix, type StoredRecord } from '../../record/index.js';
import { readCatalogue, SuiteRegistry } from '../../registry/index.js';
import { ResultsError } from '../error.js';
import { namedRecord } from '../named-record.js';
import { baselineNames, baselinePath } from './baselines.js';
import { chooseOf, matrixCells, namedCell } from './cells.js';
import { runBehaviours } from './run-behaviours.js';

/** One of two runs that are compared, and where it is. */
export interface LoadedSide extends Side {
  readonly directory: string;
}

/** The record that a person names by a baseline's name, a run's directory, a record's path, or a matrix and a cell of it, `DIRECTORY:CELL`. @throws ResultsError where there is none that can be read. */
export async function comparedRecord(named: string): Promise<StoredRecord> {
  const names = await baselineNames();
  if (await isMatrix(named))
    throw new ResultsError(
      `${named} is a matrix of several runs. ${chooseOf(named, (await matrixCells(named)).cells)}`,
    );
  const stored = names.includes(named)
    ? await namedRecord(baselinePath(named))
    : existsSync(named)
      ? await namedRecord(named)
      : (await namedCell(named))?.stored;
  if (stored === undefined) throw unknown(named, names);
  refuseSabotaged(named, stored);
  return stored;
}

/** @throws ResultsError where every check was sabotaged. */
export function refuseSabotaged(named: string, { record }: StoredRecord): void {
  if (record.run.sabotaged) {
    throw new ResultsError(
      `${named} is a run of "docknet prove", in which every check was sabotaged: it says nothing about an engine. Name a run of "docknet run".`,
    );
  }
}

function unknown(named: string, names: readonly string[]): ResultsError {
  const shipped = names.length === 0 ? 'there are no baselines' : `the baselines are ${names.join(', ')}`;
  return new ResultsError(
    `there is no run and no baseline "${named}". Name a run's directory, such as reports/RUN, or a baseline; ${shipped}.`,
    { word: named, names },
  );
}

/** Two runs, with names by which a reader tells them apart: the engines' versions, or what else is different. */
export async function loadSides(
  base: StoredRecord,
  candidate: StoredRecord,
): Promise<{ readonly base: LoadedSide; readonly candidate: LoadedSide }> {
  const [one, other] = namesOf(base, candidate);
  const [was, is] = await Promise.all([loadSide(one, base), loadSide(other, candidate)]);
  return { base: was, candidate: is };
}

/** A run by this name, with how its checks behaved and what docknet knows of them. */
export async function loadSide(name: string, stored: StoredRecord): Promise<LoadedSide> {
  const entries = await readCatalogue(await SuiteRegistry.open());
  const known = new Set(stored.record.checks.flatMap(({ id, verdict }) => (verdict === 'known deviation' ? [id] : [])));
  const ranges = entries
    .filter(({ id }) => known.has(id))
    .flatMap(({ id, knownOn }) => {
      const here = knownOn.find(({ engines }) =>
        satisfies(stored.record.cell.engine.version, engines, { includePrerelease: true }),
      );
      return here === undefined ? [] : [[id, here.engines] as const];
    });
  const upgrading = new Set(entries.flatMap(({ id, upgrades }) => (upgrades ? [id] : [])));
  return { ...stored, name, behaviours: await runBehaviours(stored), knownOn: new Map(ranges), upgrading };
}

function namesOf(...sides: readonly [StoredRecord, StoredRecord]): readonly [string, string] {
  const engine = ({ record }: StoredRecord) => record.cell.engine.version;
  const kernel = (side: StoredRecord) => `${engine(side)} on kernel ${side.record.cell.kernel.release}`;
  const run = (side: StoredRecord) => `${engine(side)} (run ${side.record.run.id})`;
  const telling = [engine, kernel].find((name) => name(sides[0]) !== name(sides[1])) ?? run;
  return [telling(sides[0]), telling(sides[1])];
}
