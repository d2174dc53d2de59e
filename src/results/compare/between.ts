import { coerce, compare as compareVersions, parse, SemVer } from 'semver';
import type { Between } from '../../compare/index.js';
import type { Cell, StoredRecord } from '../../record/index.js';
import { baselineNames, baselinePath } from './baselines.js';
import { comparedRecord, loadSide } from './load-side.js';

/** What has to be alike for a difference to be another thing's doing, by the words for it. */
const surroundings: readonly (readonly [string, (cell: Cell) => string])[] = [
  ['kernel', ({ kernel }) => kernel.release],
  ['firewall backend', ({ firewall }) => firewall.backend],
  ['architecture', ({ architecture }) => architecture],
  // The machine's own engine is checked among what else runs there.
  ['kind of engine', ({ engine }) => (engine.kind === 'host' ? 'host' : 'of its own')],
];

/**
 * The runs by which it can be told since which engine, or since which kernel, the candidate is otherwise than the base: shipped
 * baselines and `around` of engines between theirs in the same surroundings, or `around` of the same engine on kernels between.
 *
 * @param around Further runs at hand, such as the cells of their matrix.
 * @returns null where the candidate is not the newer one, or nothing lies between.
 */
export async function runsBetween(
  base: StoredRecord,
  candidate: StoredRecord,
  around: readonly StoredRecord[],
): Promise<Between | null> {
  const [was, is] = [base.record.cell, candidate.record.cell];
  const of =
    engineOf(was).compare(engineOf(is)) === 0 ? (differing(was, is).join() === 'kernel' ? 'kernel' : null) : 'engine';
  if (of === null) return null;
  const versionOf = of === 'engine' ? engineOf : kernelOf;
  const lies = (version: SemVer) =>
    compareVersions(versionOf(was), version) < 0 && compareVersions(version, versionOf(is)) < 0;
  const at = around.filter(
    ({ record: { run, cell } }) =>
      !run.sabotaged && lies(versionOf(cell)) && (of === 'engine' || engineOf(cell).compare(engineOf(is)) === 0),
  );
  const runs = of === 'engine' ? [...at, ...(await baselinesBetween(lies))] : at;
  if (runs.length === 0) return null;
  const comparable = runs.filter(({ record: { cell } }) =>
    of === 'engine'
      ? [was, is].every((end) => differing(end, cell).length === 0)
      : differing(is, cell).join() === 'kernel',
  );
  const sorted = comparable
    .sort((one, other) => compareVersions(versionOf(one.record.cell), versionOf(other.record.cell)))
    .filter(
      ({ record }, n, all) =>
        n === 0 || compareVersions(versionOf(record.cell), versionOf(all[n - 1]!.record.cell)) !== 0,
    );
  const sides = await Promise.all(sorted.map((stored) => loadSide(stored.record.cell.engine.version, stored)));
  return { of, sides, unknown: of === 'engine' && sides.length === 0 ? whyUnknown(was, is, runs) : null };
}

async function baselinesBetween(lies: (version: SemVer) => boolean): Promise<StoredRecord[]> {
  const names = (await baselineNames()).filter((name) => lies(versionIn(name)));
  return (await Promise.all(names.map((name) => comparedRecord(baselinePath(name))))).filter(({ record }) =>
    lies(engineOf(record.cell)),
  );
}

function whyUnknown(was: Cell, is: Cell, runs: readonly StoredRecord[]): string {
  const own = differing(was, is);
  const versions = [...new Set(runs.map(({ record }) => record.cell.engine.version))].join(', ');
  return own.length > 0
    ? `Since which engine a change is so cannot be told: besides the engine the ${own.join(' and the ')} differs.`
    : `Since which engine a change is so is not known: of those between (${versions}) there are only runs with another ${[...new Set(runs.flatMap(({ record }) => differing(is, record.cell)))].join(' or ')}. A matrix of these engines on one machine tells it.`;
}

const differing = (one: Cell, other: Cell): string[] =>
  surroundings.flatMap(([name, value]) => (value(one) === value(other) ? [] : [name]));
const engineOf = ({ engine }: Cell): SemVer => versionIn(engine.version);
const kernelOf = ({ kernel }: Cell): SemVer => versionIn(kernel.release);

/** "6.1.0-44-amd64" is no version of semver's with an order among distributions: its first three numbers are. */
const versionIn = (text: string): SemVer =>
  (/^\d+\.\d+\.\d+-rc\b/.test(text) ? parse(text) : coerce(text)) ?? new SemVer('0.0.0');
