import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RecordError, writeWhole } from '../record/index.js';

/** The directory of the shipped fault tables: a file for each engine and backend, named as its baseline. */
export const faultTableDirectory = fileURLToPath(new URL('../../../reports/faults/', import.meta.url));

/** Which checks noticed each fault by behaviour on one engine: check ids by fault id. */
export type FaultTable = ReadonlyMap<string, readonly string[]>;

/** Returns the path of an engine's table. @param name Of its baseline: "29.7.2-nftables". */
export const faultTablePath = (name: string, directory = faultTableDirectory): string =>
  join(directory, `${name}.json`);

/** Reads all tables by name; none if the directory is missing. @throws RecordError for an unreadable one. */
export async function readFaultTables(directory = faultTableDirectory): Promise<ReadonlyMap<string, FaultTable>> {
  const files = (await readdir(directory).catch((): string[] => [])).filter((file) => file.endsWith('.json')).sort();
  const tables = files.map(async (file) => [basename(file, '.json'), await readTable(join(directory, file))] as const);
  return new Map(await Promise.all(tables));
}

async function readTable(path: string): Promise<FaultTable> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, readonly string[]>));
  } catch (cause) {
    throw new RecordError(`the fault table ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Writes an engine's table. Keeps what is recorded for other faults. @returns its path. @throws RecordError */
export async function writeFaultTable(
  name: string,
  found: FaultTable,
  directory = faultTableDirectory,
): Promise<string> {
  const earlier = (await readFaultTables(directory)).get(name) ?? new Map<string, readonly string[]>();
  const merged = [...new Map([...earlier, ...found])].sort(([one], [other]) => (one < other ? -1 : 1));
  const path = faultTablePath(name, directory);
  await writeWhole(path, `${JSON.stringify(Object.fromEntries(merged), null, 1)}\n`);
  return path;
}
