import { coerce, compare, parse, SemVer } from 'semver';
import type { Cell, RunRecord } from '../record/index.js';
import { configText } from './cells.js';

/** Runs between a base and a candidate, by engine or by kernel version. */
export interface BetweenSelection<R> {
  readonly of: 'engine' | 'kernel';
  /** Oldest first, one per version. */
  readonly runs: readonly R[];
  /** Why these runs cannot date a change, for a reader; null if they can. */
  readonly caveat: string | null;
}

/** What must be equal for a difference to come from the engine or the kernel alone. */
const surroundings: readonly (readonly [string, (cell: Cell) => string])[] = [
  ['kernel', ({ kernel }) => kernel.release],
  ['firewall backend', ({ firewall }) => firewall.backend],
  ['iptables backend', ({ firewall }) => firewall.program],
  ['daemon.json', ({ engine }) => configText(engine)],
  ['architecture', ({ architecture }) => architecture],
  // The machine's own engine also serves other containers.
  ['kind of engine', ({ engine }) => (engine.kind === 'host' ? 'host' : 'private')],
];

/**
 * Selects the runs that can date a change from base to candidate: runs of engines between theirs in equal surroundings,
 * or of the same engine on kernels between theirs.
 *
 * @param runs Runs to select from, such as baselines and the other cells of their matrix.
 * @returns null if the candidate is not newer, or no run lies between.
 */
export function selectRunsBetween<R extends { readonly record: RunRecord }>(
  base: R,
  candidate: R,
  runs: readonly R[],
): BetweenSelection<R> | null {
  const [from, to] = [base.record.cell, candidate.record.cell];
  const of = compareEngines(from, to) !== 0 ? 'engine' : listDifferent(from, to).join() === 'kernel' ? 'kernel' : null;
  if (of === null) return null;
  const versionOf = of === 'engine' ? engineOf : kernelOf;
  const between = runs.filter(
    ({ record: { run, cell } }) =>
      !run.sabotaged &&
      isBetween(versionOf(cell), versionOf(from), versionOf(to)) &&
      (of === 'engine' || compareEngines(cell, to) === 0),
  );
  if (between.length === 0) return null;
  const selected = between
    .filter(({ record: { cell } }) =>
      of === 'engine'
        ? [from, to].every((end) => listDifferent(end, cell).length === 0)
        : listDifferent(to, cell).join() === 'kernel',
    )
    .sort((one, other) => compare(versionOf(one.record.cell), versionOf(other.record.cell)))
    .filter(
      ({ record }, n, all) => n === 0 || compare(versionOf(record.cell), versionOf(all[n - 1]!.record.cell)) !== 0,
    );
  return {
    of,
    runs: selected,
    caveat: of === 'engine' && selected.length === 0 ? explainNone(from, to, between) : null,
  };
}

const unknown = 'The engine that introduced a change is unknown';

function explainNone(from: Cell, to: Cell, between: readonly { readonly record: RunRecord }[]): string {
  const own = listDifferent(from, to);
  if (own.length > 0) return `${unknown}: not only the engine differs, but also the ${own.join(' and the ')}.`;
  const versions = [...new Set(between.map(({ record }) => record.cell.engine.version))].join(', ');
  const others = [...new Set(between.flatMap(({ record }) => listDifferent(to, record.cell)))].join(' or ');
  return (
    `${unknown}: the runs between (${versions}) have another ${others}. ` +
    'Run a matrix of these engines on one machine.'
  );
}

/**
 * Finds the nearest version: by major, then minor, then patch number; of two that are equally near the older, since
 * that is what users upgrade from.
 *
 * @param versions Oldest first.
 * @returns null if there is none.
 */
export function findNearestVersion(version: string, versions: readonly string[]): string | null {
  const wanted = parseVersion(version);
  const distance = (name: string): readonly number[] => {
    const { major, minor, patch } = parseVersion(name);
    return major === wanted.major
      ? [0, Math.abs(minor - wanted.minor), Math.abs(patch - wanted.patch)]
      : [Math.abs(major - wanted.major), 0, 0];
  };
  return versions.reduce<string | null>(
    (best, name) => (best !== null && !isLess(distance(name), distance(best)) ? best : name),
    null,
  );
}

/** Returns whether a version lies strictly between two others. */
export const isVersionBetween = (version: string, from: string, to: string): boolean =>
  isBetween(parseVersion(version), parseVersion(from), parseVersion(to));

/** Compares two versions for sorting. */
export const compareVersions = (one: string, other: string): number => compare(parseVersion(one), parseVersion(other));

const isBetween = (version: SemVer, from: SemVer, to: SemVer): boolean =>
  compare(from, version) < 0 && compare(version, to) < 0;
const listDifferent = (one: Cell, other: Cell): string[] =>
  surroundings.flatMap(([name, value]) => (value(one) === value(other) ? [] : [name]));
const engineOf = ({ engine }: Cell): SemVer => parseVersion(engine.version);
const kernelOf = ({ kernel }: Cell): SemVer => parseVersion(kernel.release);
const compareEngines = (one: Cell, other: Cell): number => compare(engineOf(one), engineOf(other));

/** Returns whether the first number that differs is less. */
function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** Takes the first three numbers: 26.1.5+dfsg1 and 6.1.0-44-amd64 have distributions' additions. */
const parseVersion = (text: string): SemVer =>
  (/^\d+\.\d+\.\d+-rc\b/.test(text) ? parse(text) : coerce(text)) ?? new SemVer('0.0.0');
