import test from 'ava';
import { temporaryDirectory } from '../testing/docknet.js';
import { makeOtherVersion } from '../testing/engines.js';
import { findBisectEngines, type BisectEngine } from './engines.js';

const fetchable = ['95.0.0', '95.2.0', '95.10.0', '97.0.0', '99.0.0'].map((version): BisectEngine => ({
  name: `docker:${version}`,
  version,
  isAtHand: false,
}));

test('engines between two versions are in their order, each version once, an engine at hand first', async (t) => {
  const named = await makeOtherVersion(t, '95.2.0');
  const unrelated = await makeOtherVersion(t, '12.0.0');
  const names = { good: '95.0.0', bad: '97.0.0', among: [named, unrelated] };
  const { engines, outside } = await findBisectEngines(names, await temporaryDirectory(t), fetchable);
  t.deepEqual(
    engines.map(({ name }) => name),
    ['docker:95.0.0', named, 'docker:95.10.0', 'docker:97.0.0'],
  );
  t.deepEqual(
    outside.map(({ name }) => name),
    [unrelated],
  );
});

test('from a newer good engine to an older bad one, engines are in the reverse order', async (t) => {
  const names = { good: '97.0.0', bad: await makeOtherVersion(t, '95.0.1'), among: [] };
  const { engines } = await findBisectEngines(names, await temporaryDirectory(t), fetchable);
  t.deepEqual(
    engines.map(({ version }) => version),
    ['97.0.0', '95.10.0', '95.2.0', '95.0.1'],
  );
});
