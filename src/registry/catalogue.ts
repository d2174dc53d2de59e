import { readFile, stat } from 'node:fs/promises';
import type { Claim, EngineRange } from '../record/index.js';
import { shippedFile, type SuiteRegistry } from './registry.js';

/** What `docknet list` and `docknet compare` know of a check without loading it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** The engines on which it is known to deviate, and why. */
  readonly knownOn: readonly (EngineRange & { readonly engines: string; readonly because: string })[];
  /** Whether the check upgrades its engine. */
  readonly upgrades: boolean;
}

/** The shipped checks' entries, written by the build: reading one file is faster than loading 150 checks. */
export const catalogueFile = new URL('catalogue.json', import.meta.url);

/** Returns an entry for every check, in the registry's order. Loads the checks that the build's file does not cover. */
export async function readCatalogue(registry: SuiteRegistry): Promise<readonly CatalogueEntry[]> {
  const written = await readWritten(registry);
  const missing = await describeChecks(
    registry,
    registry.ids.filter((id) => !written.has(id)),
  );
  const all = new Map([...written, ...missing.map((entry) => [entry.id, entry] as const)]);
  return registry.ids.flatMap((id) => all.get(id) ?? []);
}

/** Loads checks and returns their entries. */
export async function describeChecks(registry: SuiteRegistry, ids: readonly string[]): Promise<CatalogueEntry[]> {
  return (await registry.load(ids)).map(({ id, title, claim, known, given }) => ({
    id,
    title,
    claim,
    knownOn: known?.map(({ instead: _, ...known }) => known) ?? [],
    upgrades: Object.values(given).some(({ kind }) => kind === 'newer-engines'),
  }));
}

/** Returns the build's entries by id; none if a shipped check is newer than the build's file. */
async function readWritten(registry: SuiteRegistry): Promise<ReadonlyMap<string, CatalogueEntry>> {
  const [text, written, ...modified] = await Promise.all([
    readFile(catalogueFile, 'utf8').catch(() => null),
    modificationTime(catalogueFile),
    ...registry.shippedIds.map((id) => modificationTime(shippedFile(id))),
  ]);
  if (text === null || modified.some((time) => time > written)) return new Map();
  const entries = JSON.parse(text) as CatalogueEntry[];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** Returns a file's modification time in milliseconds since the epoch; 0 if it does not exist. */
const modificationTime = async (path: URL): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
