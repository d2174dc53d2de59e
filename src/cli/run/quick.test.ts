import test from 'ava';
import { chooseQuick, type QuickInput } from './quick.js';

const others = Array.from({ length: 40 }, (_, n) => `other/check-${n}`);
const ids = ['nat/slow', 'nat/fast', 'publish/one', 'publish/two', 'dns/one', ...others];
const durations = new Map([
  ['nat/slow', 3000],
  ['nat/fast', 500],
  ['publish/one', 1000],
  ['publish/two', 1000],
  ['dns/one', 400],
  ...others.map((id) => [id, 1000] as const),
]);
const choose = (faults: Record<string, readonly string[]>, changes: Partial<QuickInput> = {}) =>
  chooseQuick({ ids, durations, tables: new Map([['20.10.24', new Map(Object.entries(faults))]]), ...changes });

test('the check with the most faults for its time comes first, and each fault is noticed if there is time', (t) => {
  const chosen = choose({ masquerade: ['nat/slow', 'nat/fast'], dnat: ['publish/one', 'publish/two'] });
  t.true(chosen.includes('nat/fast'));
  t.true(chosen.includes('publish/one'));
  t.false(chosen.includes('nat/slow'));
});

test('every area has a check if there is time', (t) => {
  const chosen = choose({ masquerade: ['nat/fast'] });
  t.true(chosen.includes('dns/one'));
  t.true(chosen.includes('publish/one'));
});

test('it takes at most a tenth of the time', (t) => {
  const all = Object.fromEntries(ids.map((id) => [`fault-of-${id}`, [id]]));
  const costOf = (list: readonly string[]) => list.reduce((sum, id) => sum + (durations.get(id) ?? 0), 0);
  const chosen = choose(all);
  t.true(costOf(chosen) <= costOf(ids) / 10);
  t.true(chosen.length >= 4);
});

test('the same fault on another engine is another fault', (t) => {
  const tables = new Map([
    ['20.10.24', new Map([['masquerade', ['nat/fast']]])],
    ['29.7.2-nftables', new Map([['masquerade', ['publish/two']]])],
  ]);
  t.deepEqual(
    choose({}, { tables }).filter((id) => !id.startsWith('other/')),
    ['nat/fast', 'publish/two', 'dns/one'],
  );
});
