import type { Cell, StoredRecord } from '../record/index.js';

/** Settings that the kernel derives from the machine's size and that change no packet's path. */
const settingsBySize = ['net.netfilter.nf_conntrack_max'];

/** Lists what must be equal in two records of one cell. Leaves out the path of dockerd and the processor's model. */
function listTraits({ engine, kernel, firewall, ...cell }: Cell): ReadonlyMap<string, string> {
  return new Map([
    ['engine', engine.version],
    ['API', engine.apiVersion],
    ['containerd', engine.containerd],
    ['runc', engine.runc],
    // The machine's own engine also serves other containers.
    ['kind of engine', engine.kind === 'host' ? 'host' : 'private'],
    ['kernel', `${kernel.release} ${kernel.version}`],
    ['firewall backend', firewall.backend],
    ['iptables backend', firewall.program],
    ['iptables', firewall.iptables],
    ['nft', firewall.nft],
    ['architecture', cell.architecture],
    ['cgroup', cell.cgroup],
    ...Object.entries(engine.daemonConfig).map(([name, value]): [string, string] => [`daemon.json’s ${name}`, value]),
    ...Object.entries(cell.sysctls).filter(([name]) => !settingsBySize.includes(name)),
  ]);
}

/** Returns an engine's daemon.json as text that is equal for equal ones. */
export const configText = ({ daemonConfig }: Cell['engine']): string =>
  JSON.stringify(Object.entries(daemonConfig).sort());

/** Returns whether two engines make their rules with the same backend and run under the same daemon.json. */
export const hasSameSettings = (one: Cell, other: Cell): boolean =>
  one.firewall.backend === other.firewall.backend && configText(one.engine) === configText(other.engine);

/** Describes how the settings of two cells differ, a sentence for each; none if they are equal. */
export function describeSettings(base: Cell, candidate: Cell): string[] {
  const [from, to] = [base.firewall.backend, candidate.firewall.backend];
  const [before, now] = [base.engine.daemonConfig, candidate.engine.daemonConfig];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => before[key] !== now[key]);
  const differing = keys.map(
    (key) => `${key} is ${before[key] ?? 'unset'} in the base, ${now[key] ?? 'unset'} in the candidate`,
  );
  return [
    ...(from === to ? [] : [`The firewall backend is ${from} in the base, ${to} in the candidate.`]),
    ...(differing.length === 0 ? [] : [`The runs’ daemon.json differ: ${differing.join('; ')}.`]),
  ];
}

/** Returns whether two runs are of one cell. */
export const isSameCell = (one: Cell, other: Cell): boolean => listCellDifferences(one, other).length === 0;

/** Lists what two cells differ in: "runc", "net.ipv4.ip_forward". */
export function listCellDifferences(one: Cell, other: Cell): string[] {
  const [here, there] = [listTraits(one), listTraits(other)];
  return [...new Set([...here.keys(), ...there.keys()])].filter((name) => here.get(name) !== there.get(name));
}

/** A cell of a matrix, or a run outside of one. */
export interface ComparedCell {
  /** The cell's name in its matrix, "debian:trixie"; null for a run outside of one. */
  readonly name: string | null;
  readonly stored: StoredRecord;
}

/** Two cells to compare. */
export interface CellPair {
  readonly base: ComparedCell;
  readonly candidate: ComparedCell;
}

/** The pairs of two matrices, and the cells without a counterpart. */
export interface PairedCells {
  readonly pairs: readonly CellPair[];
  readonly unpaired: { readonly base: readonly ComparedCell[]; readonly candidate: readonly ComparedCell[] };
}

type Key = (cell: ComparedCell) => string;
const engine: Key = ({ stored }) => stored.record.cell.engine.version;
const surroundings: Key = ({ stored }) => {
  const { architecture, engine, firewall, kernel } = stored.record.cell;
  return `${architecture} ${firewall.backend} ${firewall.program} ${kernel.release} ${configText(engine)}`;
};
const cellName: Key = ({ name }) => name ?? '';

/**
 * Pairs the cells of two matrices by engine version. Of several with one engine, pairs those with equal kernel,
 * architecture, firewall backend and daemon.json, then those with equal names. Leaves ambiguous ones unpaired.
 */
export function pairCells(base: readonly ComparedCell[], candidate: readonly ComparedCell[]): PairedCells {
  const [baseLeft, candidateLeft] = [new Set(base), new Set(candidate)];
  const partners = new Map<ComparedCell, ComparedCell>();
  for (const keys of [[engine, surroundings, cellName], [engine, surroundings], [engine, cellName], [engine]]) {
    const key: Key = (cell) => JSON.stringify(keys.map((of) => of(cell)));
    const baseGroups = groupBy(baseLeft, key);
    for (const [value, [cell, ...others]] of groupBy(candidateLeft, key)) {
      const [partner, ...more] = baseGroups.get(value) ?? [];
      if (cell === undefined || partner === undefined || others.length + more.length > 0) continue;
      partners.set(cell, partner);
      candidateLeft.delete(cell);
      baseLeft.delete(partner);
    }
  }
  return {
    pairs: candidate.flatMap((cell) => {
      const partner = partners.get(cell);
      return partner === undefined ? [] : [{ base: partner, candidate: cell }];
    }),
    unpaired: { base: [...baseLeft], candidate: [...candidateLeft] },
  };
}

function groupBy(cells: Iterable<ComparedCell>, key: Key): Map<string, ComparedCell[]> {
  const groups = new Map<string, ComparedCell[]>();
  for (const cell of cells) groups.set(key(cell), [...(groups.get(key(cell)) ?? []), cell]);
  return groups;
}
