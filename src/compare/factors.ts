import { describeEngine, type Cell } from '../record/index.js';
import { configText } from './cells.js';
import { compareVersions } from './versions.js';

/** What cells of a matrix can differ in. */
export type Factor =
  'engine' | 'kernel' | 'firewall backend' | 'iptables backend' | 'architecture' | 'daemon.json' | 'software emulation';

/** Each factor and its value in a cell, as a comparable text. */
const factors: readonly (readonly [name: Factor, valueOf: (cell: Cell) => string])[] = [
  ['engine', ({ engine }) => engine.version],
  ['kernel', ({ kernel }) => kernel.release],
  ['firewall backend', ({ firewall }) => firewall.backend],
  ['iptables backend', ({ firewall }) => firewall.program],
  ['architecture', ({ architecture }) => architecture],
  ['daemon.json', ({ engine }) => configText(engine)],
  // An emulated processor is many times slower: what depends on time may differ.
  ['software emulation', ({ machine }) => String(machine?.accelerator === 'tcg')],
];

/** Returns whether a factor comes with a cell's kernel. */
export const isOfKernel = (factor: Factor): boolean => factor === 'kernel' || factor === 'software emulation';

/** Returns the factors in which cells differ. */
export const findVaryingFactors = (cells: readonly Cell[]): readonly Factor[] =>
  factors.filter(([, valueOf]) => new Set(cells.map(valueOf)).size > 1).map(([name]) => name);

/** A check's outcome in a cell of a matrix. */
export interface CellOutcome {
  readonly cell: Cell;
  /** Equal for equal behaviour; null if the check was not judged. */
  readonly outcome: string | null;
}

/** A check's outcome in a cell in which it was judged. */
export interface JudgedOutcome extends CellOutcome {
  readonly outcome: string;
}

/** Returns each factor that alone explains the outcomes: cells with the same value have the same outcome. */
export function findExplanations(results: readonly JudgedOutcome[]): readonly Factor[] {
  const varying = findVaryingFactors(results.map(({ cell }) => cell));
  return factors
    .filter(([name, valueOf]) => varying.includes(name) && isFunctionOf(results, ({ cell }) => valueOf(cell)))
    .map(([name]) => name);
}

/** Returns whether results with equal keys have equal outcomes. */
export function isFunctionOf<R extends JudgedOutcome>(results: readonly R[], keyOf: (result: R) => string): boolean {
  const outcomes = new Map(results.map((result) => [keyOf(result), result.outcome]));
  return results.every((result) => outcomes.get(keyOf(result)) === result.outcome);
}

/** One side of the grid of engines and kernels, in the order of versions. */
export interface Axis {
  /** Returns a cell's value. */
  readonly keyOf: (cell: Cell) => string;
  readonly values: readonly AxisValue[];
}

/** An engine with its settings, or a kernel. */
export interface AxisValue {
  readonly key: string;
  /** "29.7.2 with nftables", "6.12". */
  readonly label: string;
  /** Position of the first result that has it. */
  readonly position: number;
}

/** Lists the engines of cells: everything in which they differ but the kernel. */
export function listEngines(cells: readonly Cell[]): Axis {
  const keyOf = (cell: Cell) =>
    JSON.stringify(factors.filter(([name]) => !isOfKernel(name)).map(([, valueOf]) => valueOf(cell)));
  return { keyOf, values: listValues(cells, keyOf, ({ engine }) => engine.version, describeEngine) };
}

/** Lists the kernels of cells, each as short as tells them apart: "6.12", "6.12.74+deb13-amd64". */
export function listKernels(cells: readonly Cell[]): Axis {
  const keyOf = ({ kernel }: Cell) => kernel.release;
  const releases = [...new Set(cells.map(keyOf))];
  const label = (cell: Cell) => {
    const short = shortenRelease(keyOf(cell));
    return releases.filter((release) => shortenRelease(release) === short).length > 1 ? keyOf(cell) : short;
  };
  return { keyOf, values: listValues(cells, keyOf, keyOf, label) };
}

/** Shortens a kernel's release to what its stable releases share: "6.12". */
export const shortenRelease = (release: string): string => /^\d+\.\d+/.exec(release)?.[0] ?? release;

function listValues(
  cells: readonly Cell[],
  keyOf: (cell: Cell) => string,
  versionOf: (cell: Cell) => string,
  label: (cell: Cell) => string,
): AxisValue[] {
  const keys = cells.map(keyOf);
  return cells
    .map((cell, position) => ({ key: keyOf(cell), label: label(cell), version: versionOf(cell), position }))
    .filter(({ key, position }) => keys.indexOf(key) === position)
    .sort((one, other) => compareVersions(one.version, other.version))
    .map(({ key, label: text, position }) => ({ key, label: text, position }));
}

/** Names each cell of a matrix by its engine, and by its kernel if there are several: "29.7.2 on 6.12". */
export function labelCells(cells: readonly Cell[]): readonly string[] {
  const { keyOf, values } = listKernels(cells);
  return cells.map((cell) => {
    const kernel = values.find(({ key }) => key === keyOf(cell))?.label ?? '';
    return values.length > 1 ? `${describeEngine(cell)} on ${kernel}` : describeEngine(cell);
  });
}
