import {
  attributeDifference,
  attributePackets,
  labelCells,
  type Attribution,
  type ComparedRun,
} from '../../compare/index.js';
import { displayTitle, type CheckRecord, type RunRecord } from '../../record/index.js';
import type { MatrixColumn } from '../types.js';
import { isAlarming } from '../verdict.js';

/** A column with a readable record. */
export interface MatrixCell extends MatrixColumn {
  readonly record: RunRecord;
  /** What tells it from the others: "29.7.2", "29.7.2 on 6.12". */
  readonly label: string;
}

/** Returns the columns with a readable record. */
export function selectCells(columns: readonly MatrixColumn[]): readonly MatrixCell[] {
  const recorded = columns.flatMap((column) => (column.record === null ? [] : [{ ...column, record: column.record }]));
  const labels = labelCells(recorded.map(({ record }) => record.cell));
  return recorded.map((column, n) => ({ ...column, label: labels[n] ?? column.name }));
}

/** One check in every cell. */
export interface MatrixRow {
  readonly id: string;
  readonly title: string;
  /** In the order of the cells; null where a cell did not run it. */
  readonly cells: readonly (CheckRecord | null)[];
  /** What the cells' different behaviour follows; null if they agree. Errors and inconclusive checks do not count. */
  readonly attribution: Attribution | null;
  /** Whether the verdicts differ, or packets and outcomes under one verdict. */
  readonly differsIn: 'verdict' | 'packets';
  /** Whether a cell deviates, is in error or inconclusive, passes unexpectedly, or did not run a check of its own. */
  readonly needsAttention: boolean;
}

/** Describes how cells differ: `follows the kernel (from 6.12 on)`; null if they agree. */
export function describeDifference({ attribution, differsIn }: MatrixRow): string | null {
  if (attribution === null) return null;
  return differsIn === 'verdict' ? attribution.text : `same verdict, other packets: ${attribution.text}`;
}

/** What a row is filtered by. */
export type RowKind = 'attention' | 'differs' | 'same';

export function rowKind({ needsAttention, attribution }: MatrixRow): RowKind {
  return needsAttention ? 'attention' : attribution !== null ? 'differs' : 'same';
}

/** A cell whose checks are compared with those of others. */
export interface ComparableCell {
  readonly record: Pick<RunRecord, 'cell' | 'checks'>;
  /** True if it ran only the checks that differ between the other cells. */
  readonly explains?: boolean | undefined;
  /** The run with its checks' packets; without it verdicts alone are compared. */
  readonly run?: ComparedRun | undefined;
}

/** Compares every check across the cells, in their order. */
export function compareCells(compared: readonly ComparableCell[]): MatrixRow[] {
  const records = compared.map(({ record }) => record);
  const byId = records.map(({ checks }) => new Map(checks.map((check) => [check.id, check])));
  const runs = compared.flatMap(({ run }) => run ?? []);
  return mergeOrders(records.map(({ checks }) => checks.map(({ id }) => id))).map((id) => {
    const cells = byId.map((checks) => checks.get(id) ?? null);
    const ofVerdicts = attributeDifference(
      records.map(({ cell }, n) => {
        const check = cells[n] ?? null;
        return { cell, outcome: check === null ? null : outcomeOf(check) };
      }),
    );
    const first = cells.find((check) => check !== null);
    return {
      id,
      title: first === undefined ? id : displayTitle(first),
      cells,
      attribution: ofVerdicts ?? (runs.length < compared.length ? null : attributePackets(id, runs)),
      differsIn: ofVerdicts === null ? 'packets' : 'verdict',
      needsAttention: cells.some((check, n) => (check === null ? compared[n]?.explains !== true : isAlarming(check))),
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
