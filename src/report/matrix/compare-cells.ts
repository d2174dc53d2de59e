import { displayTitle, type CheckRecord, type RunRecord, type Verdict } from '../../record/index.js';
import { followed } from './follow.js';

/** One check across the cells. */
export interface MatrixRow {
  readonly id: string;
  readonly title: string;
  /** In the order of the cells; null where a cell did not run it. */
  readonly cells: readonly (CheckRecord | null)[];
  /** Whether the cells that tried it came to different outcomes. */
  readonly differs: boolean;
  /** What alone explains the difference, in words: "engine", "kernel". Several where the cells cannot tell them apart, none where nothing does. */
  readonly follows: readonly string[];
  /** Whether somebody must look at it: a new deviation, an error, an inconclusive check, an unexpected pass, or a cell that did not run it. */
  readonly loud: boolean;
}

/** Every check that any cell has, in the records' order, read across them. */
export function compareCells(records: readonly RunRecord[]): MatrixRow[] {
  const byId = records.map(({ checks }) => new Map(checks.map((check) => [check.id, check])));
  return inOrder(records.map(({ checks }) => checks.map(({ id }) => id))).map((id) => {
    const cells = byId.map((checks) => checks.get(id) ?? null);
    const tried = cells.flatMap((check, n) => {
      const record = records[n];
      const outcome = check === null ? null : outcomeOf(check);
      return outcome === null || record === undefined ? [] : [{ cell: record.cell, outcome }];
    });
    const differs = new Set(tried.map(({ outcome }) => outcome)).size > 1;
    const first = cells.find((check) => check !== null);
    return {
      id,
      title: first ? displayTitle(first) : id,
      cells,
      differs,
      follows: differs ? followed(tried) : [],
      loud: cells.some((check) => check === null || loud.has(check.verdict)),
    };
  });
}

const loud: ReadonlySet<Verdict> = new Set(['deviates', 'error', 'inconclusive', 'unexpected pass']);

/** What a check says of its cell, as one comparable text; null for an error or an inconclusive check, which says nothing. */
function outcomeOf(check: CheckRecord): string | null {
  if (check.verdict === 'error' || check.verdict === 'inconclusive') return null;
  // A known deviation's reason stands for what happens instead: two cells with different ones behave differently.
  return check.verdict === 'known deviation'
    ? `known deviation: ${check.reason}`
    : check.verdict === 'unexpected pass'
      ? 'conforms'
      : check.verdict;
}

/** One list of all ids: each where the first list that has it says, after what stands before it there. */
function inOrder(lists: readonly (readonly string[])[]): string[] {
  const order: string[] = [];
  const placed = new Set<string>();
  for (const list of lists) {
    let after = -1;
    for (const id of list) {
      if (placed.has(id)) {
        after = order.indexOf(id);
        continue;
      }
      after += 1;
      order.splice(after, 0, id);
      placed.add(id);
    }
  }
  return order;
}
