import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareVersions, guestKernel } from '../compare/index.js';
import {
  noEvidence,
  recordFile,
  writeRecord,
  type Cell,
  type CheckRecord,
  type RunRecord,
  type StoredRecord,
} from '../record/index.js';
import { loadBehaviours, writeBehaviourFile } from './behaviours.js';

/** The directory of the shipped baselines: a directory each, named by `baselineName`. */
export const baselineDirectory = fileURLToPath(new URL('../../../reports/baselines/', import.meta.url));

/** Names the baseline of a cell: "29.7.2", "29.7.2-nftables", "29.7.2-linux-6.12" in a virtual machine. */
export function baselineName(cell: Pick<Cell, 'engine' | 'firewall' | 'kernel' | 'machine'>): string {
  const { engine, firewall } = cell;
  const kernel = guestKernel(cell);
  return [
    engine.version,
    ...(firewall.backend === 'nftables' ? ['nftables'] : []),
    ...(kernel === null ? [] : [`linux-${kernel}`]),
  ].join('-');
}

/** Returns the path of a baseline. */
export const baselinePath = (name: string, directory = baselineDirectory): string => join(directory, name);

/** Lists the names of the baselines in a directory by version; none if it is missing. */
export async function listBaselines(directory = baselineDirectory): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true }).catch((): string[] => []);
  return entries
    .filter((path) => path.endsWith(`/${recordFile}`))
    .map((path) => path.slice(0, -recordFile.length - 1))
    .filter((name) => !name.includes('/'))
    .sort((one, other) => compareVersions(one, other) || one.localeCompare(other, 'en', { numeric: true }));
}

/**
 * Writes a run as a baseline: its record without evidence, and its checks' behaviours. Leaves out what concerns one
 * machine or one lab: paths, output of programs, frames that settle a line.
 *
 * @returns the baseline's directory.
 * @throws RecordError if it cannot be written.
 */
export async function writeBaseline(stored: StoredRecord, name: string, directory: string): Promise<string> {
  const behaviours = await loadBehaviours(stored);
  const path = baselinePath(name, directory);
  await writeRecord(path, stripRecord(stored.record));
  await writeBehaviourFile(path, behaviours);
  return path;
}

function stripRecord({ run, cell, checks, ...record }: RunRecord): RunRecord {
  return {
    ...record,
    // The caller made sure that no check is missing.
    run: { ...run, arguments: [], interrupted: false },
    cell: { ...cell, engine: { ...cell.engine, path: basename(cell.engine.path) } },
    checks: checks.map(stripCheck),
  };
}

/** The behaviours have the expectations with roles; here they would have one lab's addresses. */
function stripCheck(check: CheckRecord): CheckRecord {
  return { ...check, expectations: [], instead: [], steps: [], evidence: noEvidence };
}
