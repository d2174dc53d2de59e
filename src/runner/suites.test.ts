import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { defaultEngineCache } from '../engine/index.js';
import { registerRun } from '../lab/index.js';
import type { CheckRecord } from '../record/index.js';
import { SuiteRegistry } from '../registry/index.js';
import { runCells } from './schedule/run-cells.js';

/*
 * Every check for real, twice: as it is, and under its sabotage. One test a check and way, so that a failure names it.
 */
const registry = await SuiteRegistry.open();
const { ids } = registry;
let last: Promise<unknown> = Promise.resolve();

for (const sabotaged of [false, true]) {
  const recordOf = runAll(sabotaged);
  for (const id of ids) {
    // Not serial: each ends with its check, so that ava, which gives up on a file it hears nothing of, hears of each.
    test(`${id} ${sabotaged ? 'turns under its sabotage' : 'holds, or deviates as known'}`, async (t) => {
      const record = await recordOf(id);
      if (untried(record)) {
        t.regex(record.reason, /of the engines that are fetched none is newer than|came with engine 29/);
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

/** A check that upgrades its engine needs a newer one, which has to be fetched first, and one is for engines from 29 on; nothing else may be not applicable here. */
const untried = (record: CheckRecord) =>
  record.verdict === 'not applicable' && /^upgrade\/(in-place-|nftables-backend$)/.test(record.id);

/** Its outcome changed: it deviates in a way that is not the known one, or what was known to deviate holds. */
const turned = ({ verdict }: CheckRecord) => verdict === 'unexpected pass' || verdict === 'deviates';

/** Begins a whole run once the one before it has ended: both at once would only share the cores. @returns what gives a check's record as soon as it is there. */
function runAll(sabotaged: boolean): (id: string) => Promise<CheckRecord> {
  const keep = new Map<string, (record: CheckRecord) => void>();
  const records = new Map(
    ids.map((id) => [
      id,
      new Promise<CheckRecord>((resolve) => {
        keep.set(id, resolve);
      }),
    ]),
  );
  const whole = last.then(() =>
    run(sabotaged, (record) => {
      keep.get(record.id)?.(record);
    }),
  );
  last = whole.catch(() => undefined);
  const never = whole.then(() => {
    throw new Error('it was not run');
  });
  never.catch(() => undefined);
  return (id) => Promise.race([records.get(id) ?? never, never]);
}

async function run(sabotaged: boolean, onCheck: (record: CheckRecord) => void): Promise<void> {
  const id = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)();
  const directory = await mkdtemp(join(tmpdir(), 'docknet-suites-'));
  const entered = await registerRun(id);
  try {
    const setup = {
      run: id,
      directory,
      runtime: entered.path,
      suites: [],
      engine: { kind: 'private' },
      engineTimeoutMs: 30_000,
      sabotaged,
      engineCache: defaultEngineCache(),
    } as const;
    const [result] = await runCells([{ setup, checks: await registry.load(ids), onCheck }], 3);
    if (result?.unfit !== null) throw new Error(result?.unfit);
  } finally {
    await entered.remove();
    await rm(directory, { recursive: true, force: true });
  }
}
