import { displayTitle, type Cell, type CheckRecord, type RunRecord } from '../../record/index.js';
import type { MatrixColumn } from '../types.js';
import { isAlarming } from '../verdict.js';

/** A column with a readable record. */
export type MatrixCell = MatrixColumn & { readonly record: RunRecord };

/** Returns the columns with a readable record. */
export function selectCells(columns: readonly MatrixColumn[]): readonly MatrixCell[] {
  return columns.filter((column): column is MatrixCell => column.record !== null);
}

/** One check in every cell. */
export interface MatrixRow {
  readonly id: string;
  readonly title: string;
  /** In the order of the cells; null where a cell did not run it. */
  readonly cells: readonly (CheckRecord | null)[];
  /** Whether cells came to different outcomes. Errors and inconclusive checks do not count. */
  readonly differs: boolean;
  /**
   * Factors that each explain the difference alone: "engine", "kernel". Several if these cells cannot separate them.
   */
  readonly explainedBy: readonly string[];
  /** Whether a cell deviates, is in error or inconclusive, passes unexpectedly, or did not run the check. */
  readonly needsAttention: boolean;
}

/** What a row is filtered by. */
export type RowKind = 'attention' | 'differs' | 'same';

export function rowKind({ needsAttention, differs }: MatrixRow): RowKind {
  return needsAttention ? 'attention' : differs ? 'differs' : 'same';
}

/** Compares every check across the cells, in the order of the records. */
export function compareCells(records: readonly RunRecord[]): MatrixRow[] {
  const byId = records.map(({ checks }) => new Map(checks.map((check) => [check.id, check])));
  return mergeOrders(records.map(({ checks }) => checks.map(({ id }) => id))).map((id) => {
    const cells = byId.map((checks) => checks.get(id) ?? null);
    const results = cells.flatMap((check, position) => {
      const record = records[position];
      const outcome = check === null ? null : outcomeOf(check);
      return outcome === null || record === undefined ? [] : [{ cell: record.cell, outcome }];
    });
    const first = cells.find((check) => check !== null);
    const differs = new Set(results.map(({ outcome }) => outcome)).size > 1;
    return {
      id,
      title: first === undefined ? id : displayTitle(first),
      cells,
      differs,
      explainedBy: differs ? findExplanations(results) : [],
      needsAttention: cells.some((check) => check === null || isAlarming(check)),
    };
  });
}

/** Returns a check's outcome as a comparable text; null for errors and inconclusive checks. */
function outcomeOf({ verdict, reason }: CheckRecord): string | null {
  if (verdict === 'error' || verdict === 'inconclusive') return null;
  // A known deviation's reason stands for what happens: cells with different reasons behave differently.
  if (verdict === 'known deviation') return `known deviation: ${reason}`;
  return verdict === 'unexpected pass' ? 'conforms' : verdict;
}

/** Merges lists of ids into one; an id new in a later list follows the id before it there. */
function mergeOrders(lists: readonly (readonly string[])[]): string[] {
  const order: string[] = [];
  const known = new Set<string>();
  for (const list of lists) {
    let position = -1;
    for (const id of list) {
      if (known.has(id)) {
        position = order.indexOf(id);
        continue;
      }
      position += 1;
      order.splice(position, 0, id);
      known.add(id);
    }
  }
  return order;
}

/** What cells can differ in. */
const factors: readonly (readonly [name: string, valueOf: (cell: Cell) => string])[] = [
  ['engine', ({ engine }) => engine.version],
  ['kernel', ({ kernel }) => kernel.release],
  ['firewall backend', ({ firewall }) => firewall.backend],
  ['iptables backend', ({ firewall }) => firewall.program],
  ['architecture', ({ architecture }) => architecture],
  ['daemon.json', ({ engine }) => JSON.stringify(Object.entries(engine.daemonConfig).sort())],
];

/** Returns the factors in which the cells differ. */
export function findVaryingFactors(cells: readonly Cell[]): readonly string[] {
  return factors.filter(([, valueOf]) => new Set(cells.map(valueOf)).size > 1).map(([name]) => name);
}

/** Returns each factor that alone explains the outcomes: cells with the same value have the same outcome. */
function findExplanations(results: readonly { readonly cell: Cell; readonly outcome: string }[]): readonly string[] {
  const varying = findVaryingFactors(results.map(({ cell }) => cell));
  return factors
    .filter(([name, valueOf]) => {
      if (!varying.includes(name)) return false;
      const outcomes = new Map<string, string>();
      return results.every(({ cell, outcome }) => {
        const value = valueOf(cell);
        if (!outcomes.has(value)) outcomes.set(value, outcome);
        return outcomes.get(value) === outcome;
      });
    })
    .map(([name]) => name);
}
