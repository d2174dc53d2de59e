import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultEngineCache } from '../../engine/index.js';
import { registerRun } from '../../lab/index.js';
import type { CheckRecord } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { runCells } from '../../runner/schedule/run-cells.js';
import { newRunId } from '../../runner/session/names.js';
import { selectQuick } from './options.js';

/*
 * Runs checks twice, plain and under their sabotage. Each is a test, so that a failure names it. The test command runs
 * those of --quick; all of them are "sudo npm run test:suites".
 */
const registry = await SuiteRegistry.open();
const ids = process.env['DOCKNET_TEST_SUITES'] === 'all' ? registry.ids : await selectQuick(registry.ids);
const checks = new Map((await registry.load(ids)).map((check) => [check.id, check]));
let previousRun: Promise<unknown> = Promise.resolve();

for (const sabotaged of [false, true]) {
  const recordOf = runAll(sabotaged);
  for (const id of ids) {
    // Not serial: each test ends with its check, as ava gives up on a file without results.
    test(`${id} ${sabotaged ? 'turns under its sabotage' : 'conforms, or deviates as known'}`, async (t) => {
      const record = await recordOf(id);
      if (record.verdict === 'not applicable') {
        t.true(mayNotApply(record), record.reason);
        return;
      }
      if (sabotaged) t.true(turned(record), `${record.verdict} under "${record.sabotage ?? ''}": ${record.reason}`);
      else
        t.true(
          record.verdict === 'conforms' || record.verdict === 'known deviation',
          `${record.verdict}: ${record.reason}`,
        );
    });
  }
}

/** What a machine may lack. */
const missing = [
  /no fetched engine is newer than/,
  /^it needs a virtual machine of its own/,
  /^this kernel lacks /,
  /^firewalld is not installed/,
];

/**
 * Whether a check may be not applicable here: one that says itself that engines of this version have no such feature,
 * one that needs a newer engine, which must be fetched first, and one that needs what this machine lacks.
 */
function mayNotApply({ id, reason }: CheckRecord): boolean {
  const because = checks.get(id)?.appliesTo?.because;
  return (
    (because !== undefined && reason.startsWith(`${because}; this engine is `)) ||
    missing.some((pattern) => pattern.test(reason))
  );
}

/** Whether a sabotage changed the outcome: to a deviation that is not the known one, or to an unexpected pass. */
const turned = ({ verdict }: CheckRecord) => verdict === 'unexpected pass' || verdict === 'deviates';

/**
 * Runs all checks after the previous run.
 *
 * @returns a function that resolves with a check's record as soon as it is there.
 */
function runAll(sabotaged: boolean): (id: string) => Promise<CheckRecord> {
  const resolvers = new Map<string, (record: CheckRecord) => void>();
  const records = new Map(
    ids.map((id) => [
      id,
      new Promise<CheckRecord>((resolve) => {
        resolvers.set(id, resolve);
      }),
    ]),
  );
  const finished = previousRun.then(() =>
    run(sabotaged, (record) => {
      resolvers.get(record.id)?.(record);
    }),
  );
  previousRun = finished.catch(() => undefined);
  const missing = finished.then(() => {
    throw new Error('The check was not run.');
  });
  missing.catch(() => undefined);
  return (id) => Promise.race([records.get(id) ?? missing, missing]);
}

async function run(sabotaged: boolean, onCheck: (record: CheckRecord) => void): Promise<void> {
  const id = newRunId();
  const directory = await mkdtemp(join(tmpdir(), 'docknet-suites-'));
  const registered = await registerRun(id);
  try {
    const setup = {
      run: id,
      directory,
      runtime: registered.path,
      suites: [],
      engine: { kind: 'private' },
      firewallBackend: null,
      daemonConfig: {},
      engineTimeoutMs: 30_000,
      sabotaged,
      engineCache: defaultEngineCache(),
    } as const;
    const [result] = await runCells([{ setup, checks: await registry.load(ids), onCheck }], 3);
    if (result?.unfit !== null) throw new Error(result?.unfit);
  } finally {
    await registered.remove();
    await rm(directory, { recursive: true, force: true });
  }
}
