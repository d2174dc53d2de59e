import test from 'ava';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { countPackets, diffSnapshots, findRules, parseSnapshot, formatRule } from '../index.js';

const read = (name: string) => parseSnapshot(readFileSync(`src/netfilter/iptables/fixtures/${name}.txt`, 'utf8'));
const chain = (...rules: readonly string[]) =>
  parseSnapshot(
    ['*filter', ':FORWARD DROP [0:0]', ...rules.map((rule) => rule.replace('] ', '] -A FORWARD ')), 'COMMIT'].join(
      '\n',
    ),
  );
const told = (changes: ReturnType<typeof diffSnapshots>) =>
  changes.map(
    ({ kind, before, after, packets }) =>
      `${kind} ${formatRule((after ?? before) as NonNullable<typeof after>)} +${packets}`,
  );

test('between two listings of an engine only the rules that counted differ, each with its packets', (t) => {
  const changes = diffSnapshots(read('engine-nft-before'), read('engine-nft-after'));
  t.true(changes.every((change) => change.kind === 'counted'));
  t.true(told(changes).includes('counted -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE +1'));
  t.true(told(changes).includes('counted -A FORWARD -i docker0 ! -o docker0 -j ACCEPT +9'));
  t.is(changes.length, 18);
});

test('inserted and deleted rules are told apart from those they pushed', (t) => {
  t.deepEqual(told(diffSnapshots(read('hand-nft-before'), read('hand-nft-after'))), [
    'counted -A PREROUTING -m limit --limit 5/min -j MARK --set-xmark 0x7/0xffffffff +5',
    'added -A INPUT -s 127.0.0.1/32 -p icmp -j ACCEPT +6',
    'added -A INPUT -p icmp -j ACCEPT +0',
    'removed -A DOCKER-USER -d 198.51.100.9/32 -j REJECT --reject-with icmp-port-unreachable +0',
  ]);
});

test('one rule that went to the end is the one that moved', (t) => {
  t.deepEqual(
    told(
      diffSnapshots(chain('[0:0] -i a', '[1:1] -i b', '[2:2] -i c'), chain('[1:1] -i b', '[5:5] -i c', '[3:3] -i a')),
    ),
    ['counted -A FORWARD -i c +3', 'moved -A FORWARD -i a +3'],
  );
});

test('of rules alike the k-th is compared with the k-th', (t) => {
  const before = chain('[1:1] -j DROP', '[2:2] -j DROP');
  const after = chain('[4:4] -j DROP', '[2:2] -j DROP', '[7:7] -j DROP');
  t.deepEqual(
    findRules(after, 'filter', 'FORWARD -j DROP').map((rule) => countPackets(before, after, rule)),
    [3, 0, 7],
  );
  t.deepEqual(
    findRules(before, 'filter', 'FORWARD -j DROP').map((rule) => countPackets(before, after, rule)),
    [3, 0],
  );
});

test('a rule absent before counts from 0, one absent after does not count, a zeroed one counts what it shows', (t) => {
  const before = chain('[9:9] -i a', '[9:9] -i gone');
  const after = chain('[2:2] -i a', '[3:3] -i new');
  const [zeroed] = findRules(after, 'filter', 'FORWARD -i a');
  const [added] = findRules(after, 'filter', 'FORWARD -i new');
  const [gone] = findRules(before, 'filter', 'FORWARD -i gone');
  t.deepEqual(
    [zeroed, added, gone].map((rule) => rule && countPackets(before, after, rule)),
    [2, 3, null],
  );
});

test('any two chains differ by what was put in, taken out and moved: the rest stands in the same order in both', (t) => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });
  const made = (interfaces: readonly string[]) => chain(...interfaces.map((name) => `[0:0] -i ${name}`));
  fc.assert(
    fc.property(names, names, (from, to) => {
      const [before, after] = [made(from), made(to)];
      const changes = diffSnapshots(before, after);
      const changed = new Set(changes.flatMap((change) => [change.before, change.after]));
      const untouched = (snapshot: typeof before) =>
        snapshot.chains[0]?.rules.filter((rule) => !changed.has(rule)).map((rule) => rule.specification);
      t.deepEqual(untouched(before), untouched(after));
      const put =
        changes.filter((change) => change.kind === 'added').length -
        changes.filter((change) => change.kind === 'removed').length;
      t.is(put, to.length - from.length);
      t.deepEqual(diffSnapshots(before, made(from)), []);
    }),
  );
});
