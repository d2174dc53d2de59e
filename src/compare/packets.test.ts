import test from 'ava';
import { readRecord } from '../record/index.js';
import { loadBehaviours } from '../results/behaviours.js';
import { baselinePath } from '../results/index.js';
import { attributePackets } from './packets.js';
import type { ComparedRun } from './types.js';

/** Loads shipped baselines. */
const load = (versions: readonly string[]): Promise<ComparedRun[]> =>
  Promise.all(
    versions.map(async (name) => {
      const stored = await readRecord(baselinePath(name));
      return { name, record: stored.record, behaviours: await loadBehaviours(stored) };
    }),
  );

test('other packets under one verdict follow the engine that sends them', async (t) => {
  const runs = await load(['20.10.24', '28.0.4', '28.5.2']);
  t.is(attributePackets('isolation/between-bridges', runs)?.text, 'follows the engine (from 28.5.2 on)');
  t.is(attributePackets('nat/masquerade', runs), null);
});

test('a run without packets, and a check that upgrades from another engine, say nothing', async (t) => {
  const [old, now] = await load(['20.10.24', '28.5.2']);
  const id = 'isolation/between-bridges';
  t.is(attributePackets(id, [old!, { ...now!, behaviours: new Map() }]), null);
  t.is(attributePackets(id, [old!, { ...now!, upgrading: new Set([id]) }]), null);
});
