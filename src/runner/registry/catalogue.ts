import { readFile, stat } from 'node:fs/promises';
import { checkIds, loadChecks } from './registry.js';
import type { Claim } from '../../record/index.js';

/** What a list says of a check. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** Where it is known to deviate, and why. */
  readonly knownOn: readonly { readonly engines: string; readonly because: string }[];
  /** Whether it upgrades the engine that it begins with. */
  readonly upgrades: boolean;
}

/** The entries as the build wrote them: reading one file is many times quicker than loading every check. */
const file = new URL('catalogue.json', import.meta.url);
const suites = new URL('../../../suites/', import.meta.url);

/** Every check in the order of the register: as the build wrote it down, or from the checks themselves where one is newer or other. */
export async function catalogue(): Promise<readonly CatalogueEntry[]> {
  const ids = await checkIds();
  return (await written(ids)) ?? fromChecks(ids);
}

/** The entries from the checks themselves. */
export async function fromChecks(ids: readonly string[]): Promise<CatalogueEntry[]> {
  return (await loadChecks(ids)).map(({ id, title, claim, known, given }) => ({
    id,
    title,
    claim,
    knownOn: known?.map(({ engines, because }) => ({ engines, because })) ?? [],
    upgrades: Object.values(given).some(({ kind }) => kind === 'newer-engines'),
  }));
}

/** What the build wrote, where it still holds; null otherwise. */
async function written(ids: readonly string[]): Promise<readonly CatalogueEntry[] | null> {
  const [text, ...times] = await Promise.all([
    readFile(file, 'utf8').catch(() => null),
    modified(file),
    ...ids.map((id) => modified(new URL(`${id}.js`, suites))),
  ]);
  const [when = 0, ...checks] = times;
  if (text === null || checks.some((time) => time > when)) return null;
  const entries = JSON.parse(text) as CatalogueEntry[];
  return JSON.stringify(entries.map(({ id }) => id)) === JSON.stringify(ids) ? entries : null;
}

const modified = async (path: URL): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
