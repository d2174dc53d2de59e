import test from 'ava';
import { readFile } from 'node:fs/promises';
import { joinWithoutRules } from '../evidence/testing/live-rules.js';
import { listRules } from '../evidence/testing/every-rule.js';
import { parseSnapshot, interpretTrace, parseTraceFile } from '../netfilter/index.js';
import { attributeRules } from '../journey/index.js';
import { LiveRules } from './live-rules.js';

/** Evidence of a real lab. */
const directory = 'src/evidence/fixtures/every-rule';
const evidence = {
  recording: 'recording.pcapng',
  firewallBefore: 'firewall-before.txt',
  firewallAfter: 'firewall-after.txt',
  nftBefore: null,
  nftAfter: null,
  topology: 'topology.json',
  trace: 'trace.txt',
  engineLog: null,
};

test('rules attributed part by part equal those attributed at once', async (t) => {
  const [text = '', before = '', after = ''] = await Promise.all(
    ['trace.txt', 'firewall-before.txt', 'firewall-after.txt'].map((file) => readFile(`${directory}/${file}`, 'utf8')),
  );
  const [kept] = parseTraceFile(text);
  const journeys = await joinWithoutRules(directory, evidence);
  const [was, is] = [parseSnapshot(before), parseSnapshot(after)];
  const whole = attributeRules(journeys, [interpretTrace(kept!, was, is)]);
  const live = new LiveRules();
  live.addFlows(kept!.conntrack ?? '');
  const half = kept!.trace.indexOf('\n', kept!.trace.length / 2) + 1;
  live.addTrace(kept!.trace.slice(0, half));
  const early = live.attribute(journeys, kept!, was, is);
  live.addTrace(kept!.trace.slice(half));
  const late = live.attribute(journeys, kept!, was, is);
  t.deepEqual(late.map(listRules), whole.map(listRules));
  t.true(early.some(({ rules }) => rules !== undefined && rules.length > 0));
  for (const [n, journey] of early.entries())
    if ((journey.rules?.length ?? 0) > 0) t.deepEqual(listRules(journey), listRules(whole[n]!));
});

test('a trace with too much output gives no rules', async (t) => {
  const text = await readFile(`${directory}/trace.txt`, 'utf8');
  const [kept] = parseTraceFile(text);
  const journeys = await joinWithoutRules(directory, evidence);
  const live = new LiveRules();
  for (let n = 0; n < 20; n += 1) live.addTrace(kept!.trace);
  const snapshot = parseSnapshot(await readFile(`${directory}/firewall-after.txt`, 'utf8'));
  t.true(live.attribute(journeys, kept!, snapshot, snapshot).every(({ rules }) => (rules ?? []).length === 0));
});
