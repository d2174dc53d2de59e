import type { Cell } from '../record/index.js';
import { hasSameSettings } from './cells.js';
import { shortenRelease } from './factors.js';
import { findNearestVersion } from './versions.js';

/** A cell to compare with. */
export interface NearestCell {
  /** Its position in the list. */
  readonly position: number;
  /** Whether it has the same engine with the same settings, and the same kernel. */
  readonly isSame: boolean;
}

/** Names the kernel of a virtual machine: "6.12". null for a machine's own, which docknet did not choose. */
export const guestKernel = ({ kernel, machine }: Pick<Cell, 'kernel' | 'machine'>): string | null =>
  machine === undefined ? null : shortenRelease(kernel.release);

/**
 * Finds the cell nearest to another one. Of those with the same firewall backend and daemon.json, else the same
 * backend, else any, it takes the nearest engine; of that engine's the one with the same kernel, else the nearest.
 *
 * @param cells Oldest engine first.
 * @returns null if there is none.
 */
export function findNearestCell(cell: Cell, cells: readonly Cell[]): NearestCell | null {
  const alike = [
    (other: Cell) => hasSameSettings(cell, other),
    (other: Cell) => cell.firewall.backend === other.firewall.backend,
    () => true,
  ];
  const [candidates = []] = alike.map((isAlike) => cells.filter(isAlike)).filter(({ length }) => length > 0);
  const version = findNearestVersion(
    cell.engine.version,
    candidates.map(({ engine }) => engine.version),
  );
  const ofEngine = candidates.filter(({ engine }) => engine.version === version);
  const sameKernel = ofEngine.find((other) => guestKernel(other) === guestKernel(cell));
  const release = findNearestVersion(
    cell.kernel.release,
    ofEngine.map(({ kernel }) => kernel.release),
  );
  const nearest = sameKernel ?? ofEngine.find(({ kernel }) => kernel.release === release);
  if (nearest === undefined) return null;
  const isSame = sameKernel !== undefined && version === cell.engine.version && hasSameSettings(cell, nearest);
  return { position: cells.indexOf(nearest), isSame };
}
