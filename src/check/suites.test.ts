import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { defaultEngineCache } from '../engine/index.js';
import { enterRun } from '../lab/index.js';
import type { CheckRecord } from '../record/index.js';
import { checkIds, loadChecks } from './registry.js';
import { runSuite } from './run/run-suite.js';

/*
 * Every check for real, twice: as it is, and under its sabotage. One test a check and way, so that a failure names it.
 */
const ids = await checkIds();
let last: Promise<unknown> = Promise.resolve();

for (const sabotaged of [false, true]) {
  const records = runAll(sabotaged);
  records.catch(() => undefined);
  for (const id of ids) {
    test.serial(`${id} ${sabotaged ? 'turns under its sabotage' : 'holds, or deviates as known'}`, async (t) => {
      const record = (await records).get(id);
      if (record === undefined) { t.fail('it was not run'); return; }
      if (untried(record)) { t.regex(record.reason, /of the engines that are fetched none is newer than|came with engine 29/); return; }
      if (sabotaged) t.true(turned(record), `${record.verdict}${record.known ? ' (known)' : ''} under "${record.sabotage ?? ''}": ${record.reason}`);
      else t.true(!record.news && (record.verdict === 'conforms' || record.known), `${record.verdict}: ${record.reason}`);
    });
  }
}

/** A check that upgrades its engine needs a newer one, which has to be fetched first, and one is for engines from 29 on; nothing else may be inapplicable here. */
const untried = (record: CheckRecord) => record.verdict === 'inapplicable' && /^upgrade\/(in-place-|nftables-backend$)/.test(record.id);

/** Its outcome changed: it deviates in a way that is not the known one, or what was known to deviate holds. */
const turned = (record: CheckRecord) => record.news || (record.verdict === 'deviates' && !record.known);



/** One whole run after another: both at once would only share the cores. */
async function runAll(sabotaged: boolean): Promise<ReadonlyMap<string, CheckRecord>> {
  const before = last;
  const mine = before.then(() => run(sabotaged));
  last = mine.catch(() => undefined);
  return mine;
}

async function run(sabotaged: boolean): Promise<ReadonlyMap<string, CheckRecord>> {
  const id = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)();
  const directory = await mkdtemp(join(tmpdir(), 'docknet-suites-'));
  const entered = await enterRun(id);
  try {
    const { checks, unfit } = await runSuite({
      checks: await loadChecks(ids), workers: 3, run: id, directory, runtime: entered.path, engine: { kind: 'private' }, engineWithin: 30_000, sabotaged, engineCache: defaultEngineCache(),
    });
    if (unfit !== null) throw new Error(unfit);
    return new Map(checks.map((check) => [check.id, check]));
  } finally {
    await entered.remove();
    await rm(directory, { recursive: true, force: true });
  }
}
