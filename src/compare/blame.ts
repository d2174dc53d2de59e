import { claimHeld, type RunRecord } from '../record/index.js';
import { attributeDifference, type Attribution } from './attribution.js';
import { listEngines, listKernels, type CellOutcome } from './factors.js';
import { differs, isDated } from './since.js';
import type { Change, ComparedRun, RunPair } from './types.js';

interface Recorded {
  readonly record: RunRecord;
}

/**
 * Selects the runs that show whether a change from base to candidate follows the engine or the kernel: the engine of
 * one on the kernel of the other; kernels between on which both engines ran; engines between that ran on all these
 * kernels.
 *
 * @param runs Runs to select from, such as baselines and the other cells of their matrix.
 * @returns one run a cell, without base and candidate; none if all are on one kernel.
 */
export function selectGrid<R extends Recorded>(base: R, candidate: R, runs: readonly R[]): readonly R[] {
  const usable = [base, candidate, ...runs.filter(({ record }) => !record.run.sabotaged)];
  const cells = usable.map(({ record }) => record.cell);
  const [engines, kernels] = [listEngines(cells), listKernels(cells)];
  const find = (engine: string, kernel: string): R | undefined =>
    usable.find(({ record: { cell } }) => engines.keyOf(cell) === engine && kernels.keyOf(cell) === kernel);
  const between = (axis: typeof engines): { readonly ends: string[]; readonly inside: string[] } => {
    const ends = [base, candidate].map(({ record }) => axis.keyOf(record.cell));
    const [from = 0, to = 0] = ends.map((end) => axis.values.findIndex(({ key }) => key === end)).sort((a, b) => a - b);
    return { ends: [...new Set(ends)], inside: axis.values.slice(from + 1, to).map(({ key }) => key) };
  };
  const ofEngines = between(engines);
  const ofKernels = between(kernels);
  const kernelLines = [
    ...ofKernels.ends,
    ...ofKernels.inside.filter((kernel) => ofEngines.ends.every((engine) => find(engine, kernel) !== undefined)),
  ];
  const engineLines = [
    ...ofEngines.ends,
    ...ofEngines.inside.filter((engine) => kernelLines.every((kernel) => find(engine, kernel) !== undefined)),
  ];
  if (kernelLines.length === 1) return [];
  const grid = engineLines.flatMap((engine) => kernelLines.map((kernel) => find(engine, kernel)));
  return grid.filter((run): run is R => run !== undefined && run !== base && run !== candidate);
}

/**
 * Attributes a change to engine or kernel by the runs of the grid: each behaves like the base, like the candidate, or
 * otherwise.
 *
 * @returns null if the change is of no behaviour, or all runs are on one kernel.
 */
export function attributeChange(
  { kind, id, base, candidate }: Pick<Change, 'kind' | 'id' | 'base' | 'candidate'>,
  runs: RunPair,
  grid: readonly ComparedRun[],
): Attribution | null {
  if (!isDated(kind) || base === null || candidate === null) return null;
  const kernels = [runs.base, runs.candidate, ...grid].map(({ record }) => record.cell.kernel.release);
  if (new Set(kernels).size < 2) return null;
  const [first, last] = [
    { run: runs.base, check: base },
    { run: runs.candidate, check: candidate },
  ];
  const outcomeOf = (run: ComparedRun): string | null => {
    const check = run.record.checks.find((one) => one.id === id);
    if (check === undefined || claimHeld(check.verdict) === null) return null;
    if (kind === 'changed' && !run.behaviours.has(id)) return null;
    if (!differs(kind, first, { run, check })) return 'base';
    return differs(kind, { run, check }, last) ? 'other' : 'candidate';
  };
  const outcomes: CellOutcome[] = [
    { cell: runs.base.record.cell, outcome: 'base' },
    { cell: runs.candidate.record.cell, outcome: 'candidate' },
    ...grid.map((run) => ({ cell: run.record.cell, outcome: outcomeOf(run) })),
  ];
  return attributeDifference(outcomes);
}

/** Describes the changes with an undetermined cause, and the missing cells; null if there are none. */
export function describeOpen(changes: readonly Change[]): string | null {
  const open = changes.flatMap(({ attribution }) => (attribution?.kind === 'open' ? [attribution] : []));
  const [first] = open;
  if (first === undefined) return null;
  const of = open.length === 1 ? 'one change follows' : `${open.length} changes follow`;
  return `Whether ${of} the ${first.factors.join(' or the ')} is ${first.text}.`;
}
