import { differences, sameCell } from '../../compare/index.js';
import type { CheckRecord, Run, RunRecord } from '../../record/index.js';

/** A run that is to be merged with others. */
export interface Part {
  /** How it is named to the person who gave it: its path. */
  readonly label: string;
  /** What its cell is called. */
  readonly name: string;
  readonly record: RunRecord;
}

/** The parts that are of one cell. */
export interface PartsOfCell<P extends Part = Part> {
  readonly parts: readonly [P, ...P[]];
  /** What is wanting in it, in words; empty where nothing is. */
  readonly warnings: readonly string[];
}

export interface Merger<P extends Part = Part> {
  /** One for each cell, in the order in which the cells first appear. */
  readonly cells: readonly PartsOfCell<P>[];
  /** Why the parts do not belong together; with any of these there is nothing to merge. */
  readonly refusals: readonly string[];
}

/** Puts parts together by their cells, and names those that overlap, are of different versions, or are wanting. */
export function mergeParts<P extends Part>(parts: readonly P[]): Merger<P> {
  const cells: [P, ...P[]][] = [];
  for (const part of parts) {
    const known = cells.find(([first]) => sameCell(first.record.cell, part.record.cell));
    if (known === undefined) cells.push([part]);
    else known.push(part);
  }
  return {
    refusals: [
      ...unlike(parts, 'docknet’s version', ({ run }) => run.docknet),
      ...unlike(parts, 'kind of run', ({ run }) => (run.sabotaged ? 'docknet prove' : 'docknet run')),
      ...cells.flatMap(overlaps),
      ...cells.flatMap(divisions),
    ],
    cells: cells.map((of) => ({ parts: of, warnings: [...interruptions(of), ...missingShards(of, cells)] })),
  };
}

function unlike(parts: readonly Part[], what: string, of: (record: RunRecord) => string): string[] {
  const [first] = parts;
  const other = parts.find(({ record }) => first !== undefined && of(record) !== of(first.record));
  if (first === undefined || other === undefined) return [];
  return [
    `${first.label} and ${other.label} differ in ${what}: ${of(first.record)} and ${of(other.record)}. Merge only what belongs together.`,
  ];
}

/** Parts of one cell that hold the same check: which of the two says how it is? */
function overlaps(parts: readonly Part[]): string[] {
  return pairs(parts).flatMap(([one, other]) => {
    if (one.record.run.id === other.record.run.id)
      return [`${one.label} and ${other.label} are the same run, ${one.record.run.id}. Name it once.`];
    const ids = new Set(one.record.checks.map(({ id }) => id));
    const both = other.record.checks.filter(({ id }) => ids.has(id)).map(({ id }) => id);
    if (both.length === 0) return [];
    const { cell } = one.record;
    return [
      `${one.label} and ${other.label} overlap: on the same cell (engine ${cell.engine.version}, kernel ${cell.kernel.release}) both have ${both[0] ?? ''}${both.length > 1 ? ` and ${both.length - 1} more` : ''}. Leave one of them out.`,
    ];
  });
}

/** Parts of one cell whose checks were divided differently. */
function divisions(parts: readonly Part[]): string[] {
  const divided = parts.filter(({ record }) => record.run.shard !== null);
  const [first] = divided;
  const other = divided.find(({ record }) => record.run.shard?.of !== first?.record.run.shard?.of);
  if (first === undefined || other === undefined) return [];
  return [
    `${first.label} is part ${shard(first)} and ${other.label} part ${shard(other)} of the same cell: they were divided differently. Run them with the same --shard …/N.`,
  ];
}

function interruptions(parts: readonly Part[]): string[] {
  return parts
    .filter(({ record }) => record.run.interrupted)
    .map(
      ({ label }) => `${label} was stopped before its last check: what is missing of it was not run, and says nothing.`,
    );
}

/** The parts of a divided run that nobody gave, and where one of them is of another cell, what keeps it apart. */
function missingShards(parts: readonly Part[], cells: readonly (readonly Part[])[]): string[] {
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
  const why =
    elsewhere === undefined
      ? ''
      : ` ${elsewhere.label} is such a part, but of another cell: they differ in ${differences(first.record.cell, elsewhere.record.cell).join(', ')}.`;
  return [
    `of engine ${engine.version} (${first.name}) part ${missing.map((number) => `${number}/${of}`).join(', ')} is missing: its checks were not run.${why}`,
  ];
}

const shard = ({ record: { run } }: Part) => `${run.shard?.number ?? ''}/${run.shard?.of ?? ''}`;

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((one, n) => list.slice(n + 1).map((other): [T, T] => [one, other]));
}

/** One run that stands for several: from the first beginning to the last end, with the time of all of them. */
export function mergedRun(runs: readonly [Run, ...Run[]], run: Pick<Run, 'id' | 'arguments'>): Run {
  const [first] = runs;
  return {
    ...first,
    ...run,
    started: runs.map(({ started }) => started).sort()[0] ?? first.started,
    finished:
      runs
        .map(({ finished }) => finished)
        .sort()
        .at(-1) ?? first.finished,
    milliseconds: runs.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    workers: Math.max(...runs.map(({ workers }) => workers)),
    interrupted: runs.some(({ interrupted }) => interrupted),
    shard: null,
    merged: runs.flatMap(({ id, merged }) => (merged.length > 0 ? merged : [id])),
  };
}

/**
 * One record from the parts of a cell.
 *
 * @param run Id of the merged run, and the arguments docknet was called with.
 * @param order Ids in the order in which checks are to stand; what is not among them comes last.
 */
export function mergedRecord(
  { parts }: PartsOfCell,
  run: Pick<Run, 'id' | 'arguments'>,
  order: readonly string[],
): RunRecord {
  const place = ({ id }: CheckRecord) => (order.includes(id) ? order.indexOf(id) : order.length);
  const [first, ...more] = parts;
  return {
    schema: first.record.schema,
    run: mergedRun([first.record.run, ...more.map(({ record }) => record.run)], run),
    cell: first.record.cell,
    checks: parts.flatMap(({ record }) => record.checks).sort((one, other) => place(one) - place(other)),
  };
}
