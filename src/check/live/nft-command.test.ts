import test from 'ava';
import { findDeletion, findTables } from './nft-command.js';

for (const [command, tables] of [
  ['insert rule ip docker-bridges filter-FORWARD tcp dport 80 drop', ['ip docker-bridges']],
  ['add rule docker-bridges filter-FORWARD jump chain', ['ip docker-bridges']],
  ['delete table ip6 docker-bridges', ['ip6 docker-bridges']],
  ['add table inet shop; add chain inet shop forward { type filter hook forward priority 0; }', ['inet shop']],
  ['table inet shop {\n  chain forward {\n    counter drop\n  }\n}\ntable ip other {\n}', ['inet shop', 'ip other']],
  ['add element inet shop lans { 10.0.0.0/8 }', ['inet shop']],
  ['flush ruleset', []],
] as const) {
  test(`finds the tables of "${command.replaceAll(/\s+/g, ' ')}"`, (t) => {
    t.deepEqual(findTables(command), [...tables]);
  });
}

test('finds how to delete the rule that nft says it added', (t) => {
  const echo =
    'insert rule inet shop forward tcp dport 80 counter packets 0 bytes 0 drop # handle 2\n' +
    '# new generation 3 by process 6576 (nft)\n';
  const command = 'insert rule inet shop forward tcp dport 80 counter drop';
  t.is(findDeletion(command, echo), 'delete rule inet shop forward handle 2');
  const anonymous = [
    'add chain inet shop __chain3 # handle 4',
    'add rule inet shop __chain3 drop # handle 5',
    'add rule inet shop forward tcp dport { 80, 81 } counter packets 0 bytes 0 jump __chain3 # handle 6',
    'add chain inet shop __chain3 # handle 4',
  ].join('\n');
  t.is(
    findDeletion('add rule inet shop forward tcp dport { 80, 81 } counter jump {\n drop\n}', anonymous),
    'delete rule inet shop forward handle 6',
  );
  for (const other of ['add element inet shop lans { 10.0.0.0/8 }', `${command}; ${command}`])
    t.is(findDeletion(other, echo), null);
  t.is(findDeletion(command, ''), null, 'an nft that does not say');
});
