import type { ComparedCell } from './cells.js';

export interface CellPair {
  readonly base: ComparedCell;
  readonly candidate: ComparedCell;
}

/** Cells that belong together, and those that have none on the other side. */
export interface PairedCells {
  readonly pairs: readonly CellPair[];
  readonly alone: { readonly base: readonly ComparedCell[]; readonly candidate: readonly ComparedCell[] };
}

type Trait = (cell: ComparedCell) => string;
const engine: Trait = ({ stored }) => stored.record.cell.engine.version;
const surroundings: Trait = ({
  stored: {
    record: { cell },
  },
}) => `${cell.architecture} ${cell.firewall.backend} ${cell.kernel.release}`;
const called: Trait = ({ name }) => name ?? '';

/**
 * Pairs the cells of two matrices: those of the same engine. Where several have the same engine, those that agree in kernel, architecture
 * and backend as well, then those that are called the same; two that nothing tells apart are left alone.
 */
export function pairCells(base: readonly ComparedCell[], candidate: readonly ComparedCell[]): PairedCells {
  const [was, is] = [new Set(base), new Set(candidate)];
  const found = new Map<ComparedCell, ComparedCell>();
  for (const traits of [[engine, surroundings, called], [engine, surroundings], [engine, called], [engine]]) {
    const key = (cell: ComparedCell) => JSON.stringify(traits.map((trait) => trait(cell)));
    for (const [wanted, [cell, ...others]] of grouped(is, key)) {
      const [partner, ...more] = grouped(was, key).get(wanted) ?? [];
      if (cell === undefined || partner === undefined || others.length + more.length > 0) continue;
      found.set(cell, partner);
      is.delete(cell);
      was.delete(partner);
    }
  }
  return {
    pairs: candidate.flatMap((cell) => {
      const partner = found.get(cell);
      return partner === undefined ? [] : [{ base: partner, candidate: cell }];
    }),
    alone: { base: [...was], candidate: [...is] },
  };
}

function grouped(cells: Iterable<ComparedCell>, key: (cell: ComparedCell) => string): Map<string, ComparedCell[]> {
  const groups = new Map<string, ComparedCell[]>();
  for (const cell of cells) groups.set(key(cell), [...(groups.get(key(cell)) ?? []), cell]);
  return groups;
}
