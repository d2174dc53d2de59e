import {
  findExplanations,
  findVaryingFactors,
  isFunctionOf,
  isOfKernel,
  listEngines,
  listKernels,
  type Axis,
  type AxisValue,
  type CellOutcome,
  type Factor,
  type JudgedOutcome,
} from './factors.js';

/** An engine and a kernel on which a check was not judged together. */
export interface MissingCell {
  /** "29.7.2 with nftables" */
  readonly engine: string;
  /** "6.12" */
  readonly kernel: string;
  /** Positions of an outcome with this engine, and of one with this kernel. */
  readonly of: { readonly engine: number; readonly kernel: number };
}

/** What a difference between the cells of a matrix follows. */
export interface Attribution {
  /**
   * follows: one factor alone; together: engine and kernel, or several settings; open: the cells cannot separate the
   * factors; unexplained: cells of one engine and kernel differ.
   */
  readonly kind: 'follows' | 'together' | 'open' | 'unexplained';
  /** The factors it follows; for `open` those it may follow. */
  readonly factors: readonly Factor[];
  /** A clause for a reader: `follows the kernel (from 6.12 on)`, `only 29.7.2 on 7.2`. */
  readonly text: string;
  /** Cells of the grid of engines and kernels without an outcome, which might refute or decide it. */
  readonly missing: readonly MissingCell[];
}

/** The outcomes of one check on engines and kernels. */
interface Grid {
  readonly judged: readonly JudgedOutcome[];
  readonly engines: Axis;
  readonly kernels: Axis;
  readonly missing: readonly MissingCell[];
}

/**
 * Attributes the difference between a check's outcomes to the engine, the kernel, or both together. Says no more than
 * the cells show: names the missing ones.
 *
 * @returns null if there is no difference.
 */
export function attributeDifference(results: readonly CellOutcome[]): Attribution | null {
  const judged = results.filter((result): result is JudgedOutcome => result.outcome !== null);
  if (new Set(judged.map(({ outcome }) => outcome)).size < 2) return null;
  const cells = results.map(({ cell }) => cell);
  const [engines, kernels] = [listEngines(cells), listKernels(cells)];
  const grid = { judged, engines, kernels, missing: listMissing(judged, engines, kernels) };
  const byEngine = isFunctionOf(judged, ({ cell }) => engines.keyOf(cell));
  const byKernel = isFunctionOf(judged, ({ cell }) => kernels.keyOf(cell));
  if (byEngine && byKernel) return describeOpen(grid);
  if (byEngine) return describeEngineSide(grid);
  if (byKernel) return describeKernelSide(grid);
  return describeTogether(grid);
}

function listMissing(judged: readonly JudgedOutcome[], engines: Axis, kernels: Axis): MissingCell[] {
  const keyOf = (engine: string, kernel: string) => JSON.stringify([engine, kernel]);
  const known = new Set(judged.map(({ cell }) => keyOf(engines.keyOf(cell), kernels.keyOf(cell))));
  return engines.values.flatMap((engine) =>
    kernels.values
      .filter((kernel) => !known.has(keyOf(engine.key, kernel.key)))
      .map((kernel) => ({
        engine: engine.label,
        kernel: kernel.label,
        of: { engine: engine.position, kernel: kernel.position },
      })),
  );
}

/** Appends what was not run: it might refute the statement. */
function describe(
  { missing }: Grid,
  kind: Attribution['kind'],
  factors: readonly Factor[],
  statement: string,
): Attribution {
  const text = missing.length === 0 ? statement : `${statement}; not run: ${listCells(missing)}`;
  return { kind, factors, text, missing };
}

/** Describes a difference that engine and kernel explain alike. */
function describeOpen({ judged, missing }: Grid): Attribution {
  const are = missing.length === 1 ? 'cell' : 'cells';
  const text = `undetermined: ${are} ${listCells(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`;
  return { kind: 'open', factors: findExplanations(judged), text, missing };
}

/** Describes a difference that follows the engine or its settings, whatever the kernel. */
function describeEngineSide(grid: Grid): Attribution {
  const { judged, engines } = grid;
  const factors = findExplanations(judged);
  const [factor, ...others] = factors;
  if (factor === undefined) {
    const varying = findVaryingFactors(judged.map(({ cell }) => cell)).filter((name) => !isOfKernel(name));
    const only = describeOnly(judged, [engines]);
    return describe(grid, 'together', varying, only ?? `follows the ${varying.join(' and the ')} together`);
  }
  if (others.length > 0) return describe(grid, 'open', factors, `follows the ${factors.join(' or the ')}`);
  const span = factor === 'engine' ? describeSpan(judged, engines) : '';
  return describe(grid, 'follows', factors, `follows the ${factor}${span}`);
}

/** Describes a difference that follows the kernel, whatever the engine. */
function describeKernelSide(grid: Grid): Attribution {
  const { judged, kernels } = grid;
  const factors = findExplanations(judged);
  const emulation = factors.includes('software emulation') ? ' or its software emulation' : '';
  return describe(grid, 'follows', factors, `follows the kernel${describeSpan(judged, kernels)}${emulation}`);
}

function describeTogether(grid: Grid): Attribution {
  const { judged, engines, kernels } = grid;
  if (!isFunctionOf(judged, ({ cell }) => JSON.stringify([engines.keyOf(cell), kernels.keyOf(cell)])))
    return describe(grid, 'unexplained', [], 'differs between cells of one engine and kernel');
  const text = describeOnly(judged, [engines, kernels]) ?? 'follows the engine and the kernel together';
  return describe(grid, 'together', ['engine', 'kernel'], text);
}

/**
 * Describes where outcomes turn along an axis that explains them: ` (from 6.12 on)`, ` (only on 6.12)`; the values at
 * which they turn if there are several.
 */
function describeSpan(judged: readonly JudgedOutcome[], axis: Axis): string {
  const values = valuesOf(judged, axis).map(({ key, label }) => ({
    label,
    outcome: judged.find(({ cell }) => axis.keyOf(cell) === key)?.outcome,
  }));
  const turns = values.flatMap(({ outcome }, n) => (n > 0 && outcome !== values[n - 1]?.outcome ? [n] : []));
  const label = (n: number | undefined) => values[n ?? 0]?.label ?? '';
  const [first = 0, second, ...more] = turns;
  if (second === undefined) return ` (from ${label(first)} on)`;
  if (more.length === 0 && second === first + 1 && values[0]?.outcome === values[second]?.outcome)
    return ` (only on ${label(first)})`;
  return ` (changes on ${joinWords(turns.map(label))})`;
}

const valuesOf = (judged: readonly JudgedOutcome[], axis: Axis): AxisValue[] =>
  axis.values.filter(({ key }) => judged.some(({ cell }) => axis.keyOf(cell) === key));

/**
 * Describes the fewest cells that have another outcome than all others, if they are those of some engines on some
 * kernels: `only 29.7.2 on 7.2`. Of two equal halves it takes the one without the oldest cell.
 *
 * @returns null if there are none, or more than two outcomes.
 */
function describeOnly(judged: readonly JudgedOutcome[], axes: readonly Axis[]): string | null {
  const outcomes = [...new Set(judged.map(({ outcome }) => outcome))];
  if (outcomes.length > 2) return null;
  const isOldest = ({ cell }: JudgedOutcome) => axes.every(({ keyOf, values }) => keyOf(cell) === values[0]?.key);
  const groups = outcomes
    .map((outcome) => judged.filter((result) => result.outcome === outcome))
    .sort((one, other) => one.length - other.length || Number(one.some(isOldest)) - Number(other.some(isOldest)));
  for (const group of groups) {
    const sides = axes.map((axis) => valuesOf(group, axis));
    const isInside = ({ cell }: JudgedOutcome) =>
      sides.every((side, n) => side.some(({ key }) => key === axes[n]?.keyOf(cell)));
    if (judged.filter(isInside).length === group.length)
      return `only ${sides.map((side) => joinWords(side.map(({ label }) => label))).join(' on ')}`;
  }
  return null;
}

/** Missing cells that a text names at most. */
const maxListed = 3;

function listCells(missing: readonly MissingCell[]): string {
  const names = missing.map(({ engine, kernel }) => `${engine} × ${kernel}`);
  const left = names.length - maxListed;
  return joinWords(left > 1 ? [...names.slice(0, maxListed), `${left} more`] : names);
}

const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** Counts differences by what they follow: `2 follow the engine, 1 by engine and kernel together`. */
export function countAttributions(attributions: readonly Attribution[]): string {
  const counts = new Map<string, { readonly one: string; readonly several: string; count: number }>();
  for (const { kind, factors } of attributions) {
    const words = summaryWords(kind, factors);
    const entry = counts.get(words.one) ?? { ...words, count: 0 };
    counts.set(words.one, { ...entry, count: entry.count + 1 });
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ one, several, count }) => `${count} ${count === 1 ? one : several}`)
    .join(', ');
}

function summaryWords(kind: Attribution['kind'], factors: readonly Factor[]): { one: string; several: string } {
  const alike = (text: string) => ({ one: text, several: text });
  switch (kind) {
    case 'follows':
      return { one: `follows the ${factors.join(' or ')}`, several: `follow the ${factors.join(' or ')}` };
    case 'together':
      return alike(`by ${factors.join(' and ')} together`);
    case 'open':
      return alike(`by ${factors.join(' or ')}`);
    case 'unexplained':
      return alike('unexplained');
  }
}
