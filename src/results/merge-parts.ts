import { isSameCell, listCellDifferences } from '../compare/index.js';
import { claimHeld, describeEngine, type CheckRecord, type Run, type RunRecord } from '../record/index.js';

/** A run to merge with others. */
export interface Part {
  /** Its path as the user gave it. */
  readonly label: string;
  /** The name of its cell. */
  readonly name: string;
  readonly record: RunRecord;
}

/** The parts of one cell. */
export interface CellParts<P extends Part = Part> {
  readonly parts: readonly [P, ...P[]];
  /** What is missing. */
  readonly warnings: readonly string[];
}

/** Parts grouped by cell. */
export interface GroupedParts<P extends Part = Part> {
  /** In the order in which the cells first appear. */
  readonly cells: readonly CellParts<P>[];
  /** Why the parts do not belong together; with any of these there is nothing to merge. */
  readonly refusals: readonly string[];
}

/** Groups parts by their cells, and names those that overlap, are of different versions, or are missing. */
export function groupParts<P extends Part>(parts: readonly P[]): GroupedParts<P> {
  const cells: [P, ...P[]][] = [];
  for (const part of parts) {
    const cell = cells.find(([first]) => isSameCell(first.record.cell, part.record.cell));
    if (cell === undefined) cells.push([part]);
    else cell.push(part);
  }
  return {
    refusals: [
      ...refuseDifferent(parts, 'docknet’s version', ({ run }) => run.docknet),
      ...refuseDifferent(parts, 'kind of run', ({ run }) => (run.sabotaged ? 'docknet prove' : 'docknet run')),
      ...refuseBaselines(parts),
      ...cells.flatMap(refuseOverlaps),
      ...cells.flatMap(refuseDivisions),
    ],
    cells: cells.map((of) => ({ parts: of, warnings: [...listInterrupted(of), ...listMissingShards(of, cells)] })),
  };
}

function refuseDifferent(parts: readonly Part[], what: string, valueOf: (record: RunRecord) => string): string[] {
  const [first] = parts;
  const other = parts.find(({ record }) => first !== undefined && valueOf(record) !== valueOf(first.record));
  if (first === undefined || other === undefined) return [];
  return [
    `${first.label} and ${other.label} differ in ${what}: ${valueOf(first.record)} and ${valueOf(other.record)}. ` +
      'Merge only what belongs together.',
  ];
}

/** Judged checks have evidence in a run and none in a baseline, whose behaviours merging would lose. */
function refuseBaselines(parts: readonly Part[]): string[] {
  const isBaseline = ({ record: { checks } }: Part): boolean =>
    checks.some(({ verdict }) => claimHeld(verdict) !== null) &&
    checks.every(({ evidence }) => evidence.topology === null);
  return parts
    .filter(isBaseline)
    .map(({ label }) => `${label} is a baseline, without evidence. Merge the runs themselves.`);
}

function refuseOverlaps(parts: readonly Part[]): string[] {
  return listPairs(parts).flatMap(([one, other]) => {
    if (one.record.run.id === other.record.run.id)
      return [`${one.label} and ${other.label} are the same run, ${one.record.run.id}. Name it once.`];
    const ids = new Set(one.record.checks.map(({ id }) => id));
    const [first, ...more] = other.record.checks.map(({ id }) => id).filter((id) => ids.has(id));
    if (first === undefined) return [];
    const { cell } = one.record;
    return [
      `${one.label} and ${other.label} overlap: ` +
        `on the same cell (engine ${describeEngine(cell)}, kernel ${cell.kernel.release}) ` +
        `both have ${first}${more.length > 0 ? ` and ${more.length} more` : ''}. Leave one of them out.`,
    ];
  });
}

/** Refuses parts of one cell with different numbers of shards. */
function refuseDivisions(parts: readonly Part[]): string[] {
  const shards = parts.filter(({ record }) => record.run.shard !== null);
  const [first] = shards;
  const other = shards.find(({ record }) => record.run.shard?.of !== first?.record.run.shard?.of);
  if (first === undefined || other === undefined) return [];
  return [
    `${first.label} is part ${formatShard(first)} and ${other.label} part ${formatShard(other)} of the same cell. ` +
      'Run them with the same --shard …/N.',
  ];
}

function listInterrupted(parts: readonly Part[]): string[] {
  return parts
    .filter(({ record }) => record.run.interrupted)
    .map(({ label }) => `${label} was stopped before its last check: its missing checks were not run.`);
}

/** Lists the shards that are missing; if a given part is one of them but of another cell, what differs. */
function listMissingShards(parts: readonly Part[], cells: readonly (readonly Part[])[]): string[] {
  const given = new Set(parts.map(({ record }) => record.run.shard?.number));
  const [first] = parts.filter(({ record }) => record.run.shard !== null);
  const of = first?.record.run.shard?.of ?? 0;
  const missing = Array.from({ length: of }, (_, n) => n + 1).filter((number) => !given.has(number));
  if (first === undefined || missing.length === 0) return [];
  const { engine } = first.record.cell;
  const elsewhere = cells
    .flat()
    .find(
      (part) =>
        !parts.includes(part) &&
        part.record.run.shard?.of === of &&
        missing.includes(part.record.run.shard.number) &&
        part.record.cell.engine.version === engine.version,
    );
  const numbers = missing.map((number) => `${number}/${of}`).join(', ');
  const warning =
    `of engine ${describeEngine(first.record.cell)} (${first.name}) part ${numbers} is missing: ` +
    'its checks were not run.';
  if (elsewhere === undefined) return [warning];
  const differences = listCellDifferences(first.record.cell, elsewhere.record.cell).join(', ');
  return [`${warning} ${elsewhere.label} is such a part, but of another cell: they differ in ${differences}.`];
}

const formatShard = ({ record: { run } }: Part) => `${run.shard?.number ?? ''}/${run.shard?.of ?? ''}`;

function listPairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((one, n) => list.slice(n + 1).map((other): [T, T] => [one, other]));
}

/** Merges runs into one, from the first start to the last end, with the durations added up. */
export function mergeRuns(runs: readonly [Run, ...Run[]], run: Pick<Run, 'id' | 'arguments'>): Run {
  const [first] = runs;
  const started = runs.map((one) => one.started).sort();
  const finished = runs.map((one) => one.finished).sort();
  const unfit = runs.find((one) => one.unfit !== undefined)?.unfit;
  return {
    ...first,
    ...run,
    started: started[0] ?? first.started,
    finished: finished.at(-1) ?? first.finished,
    milliseconds: runs.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    workers: Math.max(...runs.map(({ workers }) => workers)),
    interrupted: runs.some(({ interrupted }) => interrupted),
    ...(unfit === undefined ? {} : { unfit }),
    shard: null,
    merged: runs.flatMap(({ id, merged }) => (merged.length > 0 ? merged : [id])),
  };
}

/**
 * Merges the parts of a cell into one record.
 *
 * @param run Id of the merged run, and the arguments docknet was called with.
 * @param order Ids in the order of the checks; others come last.
 */
export function mergeRecords(
  { parts }: CellParts,
  run: Pick<Run, 'id' | 'arguments'>,
  order: readonly string[],
): RunRecord {
  const rank = ({ id }: CheckRecord) => (order.includes(id) ? order.indexOf(id) : order.length);
  const [first, ...more] = parts;
  return {
    schema: first.record.schema,
    run: mergeRuns([first.record.run, ...more.map(({ record }) => record.run)], run),
    cell: first.record.cell,
    checks: parts.flatMap(({ record }) => record.checks).sort((one, other) => rank(one) - rank(other)),
  };
}
