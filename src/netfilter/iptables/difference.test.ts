import test from 'ava';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { countPackets, diffSnapshots, findRules, formatRule, parseSnapshot } from '../index.js';

const readListing = (name: string) =>
  parseSnapshot(readFileSync(`src/netfilter/iptables/fixtures/${name}.txt`, 'utf8'));
const buildChain = (...rules: readonly string[]) =>
  parseSnapshot(
    ['*filter', ':FORWARD DROP [0:0]', ...rules.map((rule) => rule.replace('] ', '] -A FORWARD ')), 'COMMIT'].join(
      '\n',
    ),
  );
const format = (changes: ReturnType<typeof diffSnapshots>) =>
  changes.map(
    ({ kind, before, after, packets }) =>
      `${kind} ${formatRule((after ?? before) as NonNullable<typeof after>)} +${packets}`,
  );

test('lists the rules that counted between two listings of an engine, with their packets', (t) => {
  const changes = diffSnapshots(readListing('engine-nft-before'), readListing('engine-nft-after'));
  t.true(changes.every((change) => change.kind === 'counted'));
  t.true(format(changes).includes('counted -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE +1'));
  t.true(format(changes).includes('counted -A FORWARD -i docker0 ! -o docker0 -j ACCEPT +9'));
  t.is(changes.length, 18);
});

test('distinguishes inserted and deleted rules from those they shift', (t) => {
  t.deepEqual(format(diffSnapshots(readListing('hand-nft-before'), readListing('hand-nft-after'))), [
    'counted -A PREROUTING -m limit --limit 5/min -j MARK --set-xmark 0x7/0xffffffff +5',
    'added -A INPUT -s 127.0.0.1/32 -p icmp -j ACCEPT +6',
    'added -A INPUT -p icmp -j ACCEPT +0',
    'removed -A DOCKER-USER -d 198.51.100.9/32 -j REJECT --reject-with icmp-port-unreachable +0',
  ]);
});

test('reports the rule that moved to the end', (t) => {
  t.deepEqual(
    format(
      diffSnapshots(
        buildChain('[0:0] -i a', '[1:1] -i b', '[2:2] -i c'),
        buildChain('[1:1] -i b', '[5:5] -i c', '[3:3] -i a'),
      ),
    ),
    ['counted -A FORWARD -i c +3', 'moved -A FORWARD -i a +3'],
  );
});

test('compares the n-th of equal rules with the n-th', (t) => {
  const before = buildChain('[1:1] -j DROP', '[2:2] -j DROP');
  const after = buildChain('[4:4] -j DROP', '[2:2] -j DROP', '[7:7] -j DROP');
  t.deepEqual(
    findRules(after, 'filter', 'FORWARD -j DROP').map((rule) => countPackets(before, after, rule)),
    [3, 0, 7],
  );
  t.deepEqual(
    findRules(before, 'filter', 'FORWARD -j DROP').map((rule) => countPackets(before, after, rule)),
    [3, 0],
  );
});

test('counts an added rule from 0, no removed rule, and all packets of a reset one', (t) => {
  const before = buildChain('[9:9] -i a', '[9:9] -i gone');
  const after = buildChain('[2:2] -i a', '[3:3] -i new');
  const [zeroed] = findRules(after, 'filter', 'FORWARD -i a');
  const [added] = findRules(after, 'filter', 'FORWARD -i new');
  const [gone] = findRules(before, 'filter', 'FORWARD -i gone');
  t.deepEqual(
    [zeroed, added, gone].map((rule) => rule && countPackets(before, after, rule)),
    [2, 3, null],
  );
});

test('leaves the other rules in the same order for any two chains', (t) => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });
  const buildFrom = (interfaces: readonly string[]) => buildChain(...interfaces.map((name) => `[0:0] -i ${name}`));
  fc.assert(
    fc.property(names, names, (from, to) => {
      const [before, after] = [buildFrom(from), buildFrom(to)];
      const changes = diffSnapshots(before, after);
      const changed = new Set(changes.flatMap((change) => [change.before, change.after]));
      const untouched = (snapshot: typeof before) =>
        snapshot.chains[0]?.rules.filter((rule) => !changed.has(rule)).map((rule) => rule.specification);
      t.deepEqual(untouched(before), untouched(after));
      const added =
        changes.filter((change) => change.kind === 'added').length -
        changes.filter((change) => change.kind === 'removed').length;
      t.is(added, to.length - from.length);
      t.deepEqual(diffSnapshots(before, buildFrom(from)), []);
    }),
  );
});
