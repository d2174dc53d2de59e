import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFixture } from '../../compare/testing/check-fixture.js';
import { readRecord, writeMatrix, type CheckRecord, type RunRecord } from '../../record/index.js';
import { sampleRecord } from '../../record/testing/sample.js';

const checks = ['publish/one-address', 'isolation/between-bridges'];

/** Stores the fixtures of a real run as `docknet run` does, without pages. @returns the directory. */
export async function storeRun(
  directory: string,
  run: 'first' | 'second' | '28.5.2',
  differing: { readonly run?: Partial<RunRecord['run']>; readonly check?: Partial<CheckRecord> } = {},
): Promise<string> {
  const records: CheckRecord[] = [];
  let about = { id: '', engine: '' };
  for (const id of checks) {
    const one = await readFixture(id, run);
    about = { id: one.run, engine: one.engine };
    const evidence = join('evidence', id.replace('/', '.'));
    await cp(join(process.cwd(), 'src/compare/fixtures', id.replace('/', '.'), run), join(directory, evidence), {
      recursive: true,
    });
    const files = Object.fromEntries(
      Object.entries(one.check.evidence).map(([kind, file]) => [
        kind,
        typeof file === 'string' ? join(evidence, file) : null,
      ]),
    );
    records.push({ ...one.check, evidence: files as unknown as CheckRecord['evidence'], ...differing.check });
  }
  const record = sampleRecord(records, { id: about.id, ...differing.run });
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'record.json'),
    JSON.stringify({ ...record, cell: { ...record.cell, engine: { ...record.cell.engine, version: about.engine } } }),
  );
  return directory;
}

/**
 * Stores runs as `docknet run` on several engines does, without pages: a cell for each name.
 *
 * @returns the directory.
 */
export async function storeMatrix(
  directory: string,
  cells: Readonly<Record<string, Parameters<typeof storeRun>[1] | null>>,
  differing: Parameters<typeof storeRun>[2] = {},
): Promise<string> {
  const kept = [];
  for (const [name, run] of Object.entries(cells)) {
    const below = name.replace(':', '-');
    const stored = run === null ? null : await readRecord(await storeRun(join(directory, below), run, differing));
    kept.push({
      name,
      directory: stored === null ? null : below,
      run: stored?.record.run.id ?? null,
      error: stored === null ? 'no engine came up' : null,
    });
  }
  await writeMatrix(directory, {
    schema: 'docknet-matrix/3',
    run: sampleRecord([], { id: 'matrix', ...differing.run }).run,
    cells: kept,
    warnings: [],
  });
  return directory;
}
