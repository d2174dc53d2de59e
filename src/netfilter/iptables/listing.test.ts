import test from 'ava';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { runCommand } from '../../process/index.js';
import {
  findPolicy,
  findRules,
  FirewallError,
  formatRule,
  invertCommand,
  listRules,
  listSnapshot,
  parseSnapshot,
  type Snapshot,
} from '../index.js';
import type { RunCommand } from './listing.js';

const fixtures = 'src/netfilter/iptables/fixtures';
const readListing = (name: string) => readFileSync(`${fixtures}/${name}.txt`, 'utf8');
const listings = readdirSync(fixtures)
  .filter((file) => !file.includes('-S-'))
  .map((file) => file.replace('.txt', ''));

/** Formats a table as iptables -S lists it: the policies, the user-defined chains, the rules. */
function formatTable(snapshot: Snapshot, table: string): string {
  const chains = snapshot.chains.filter((chain) => chain.table === table);
  return [
    ...chains.filter((chain) => chain.policy !== null).map((chain) => `-P ${chain.name} ${chain.policy ?? ''}`),
    ...chains.filter((chain) => chain.policy === null).map((chain) => `-N ${chain.name}`),
    ...chains.flatMap((chain) => chain.rules.map(formatRule)),
  ].join('\n');
}

test('reads an engine’s tables with counters, policies and positions', (t) => {
  const snapshot = parseSnapshot(readListing('engine-nft-after'));
  t.is(snapshot.family, 'ipv4');
  t.is(snapshot.backend, 'nf_tables');
  t.is(findPolicy(snapshot, 'filter', 'FORWARD'), 'DROP');
  t.is(findPolicy(snapshot, 'filter', 'DOCKER-USER'), null);
  t.deepEqual(listRules(snapshot, 'nat', 'DOCKER').at(2), {
    table: 'nat',
    chain: 'DOCKER',
    position: 3,
    specification: '! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    target: 'DNAT',
    packets: 1,
    bytes: 60,
  });
});

for (const [file, table] of [
  ['engine-nft', 'filter'],
  ['engine-nft', 'nat'],
  ['engine-legacy', 'filter'],
  ['engine-legacy', 'nat'],
  ['hand-nft', 'filter'],
  ['hand-legacy', 'filter'],
  ['hand-nft', 'nat'],
  ['hand-legacy', 'nat'],
] as const) {
  test(`${file}: formats every rule of ${table} as iptables -S does`, (t) => {
    t.is(formatTable(parseSnapshot(readListing(`${file}-after`)), table), readListing(`${file}-S-${table}`).trim());
  });
}

test('reads a quoted comment, a goto and a rule that only counts', (t) => {
  const rules = listRules(parseSnapshot(readListing('hand-legacy-before')), 'filter', 'DOCKER-USER');
  t.is(rules[0]?.target, 'ACCEPT');
  t.is(rules.at(-1)?.target, 'DOCKER-USER-END');
  t.is(rules.at(-2)?.target, null);
  t.is(rules.at(-2)?.specification, '');
});

test('reads family and backend from the header, null if it has none', (t) => {
  t.like(parseSnapshot(readListing('hand6-nft')), { family: 'ipv6', backend: 'nf_tables' });
  t.like(parseSnapshot(readListing('hand6-legacy')), { family: 'ipv6', backend: null });
  t.deepEqual(parseSnapshot('', 'ipv6'), { family: 'ipv6', backend: null, chains: [], unreadable: [] });
});

test('rejects a table that iptables cannot print', (t) => {
  const snapshot = parseSnapshot(readListing('hand-incompatible'));
  t.deepEqual(snapshot.unreadable, ['filter']);
  t.throws(() => listRules(snapshot, 'filter', 'INPUT'), {
    instanceOf: FirewallError,
    message: /Cannot list table filter/,
  });
  t.is(listRules(snapshot, 'nat', 'POSTROUTING').length, 1);
});

for (const [what, text, message] of [
  ['a rule outside a table', '[0:0] -A FORWARD -j DROP', /line 1 .*outside any table/],
  ['a rule without counters', '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j DROP\nCOMMIT', /line 3 .*"-A OUTPUT -j DROP"/],
  ['a chain without counters', '*nat\n:OUTPUT ACCEPT\nCOMMIT', /line 2 /],
  ['a rule of a missing chain', '*nat\n[0:0] -A OUTPUT -j DROP\nCOMMIT', /line 2 .*no chain OUTPUT/],
  ['an open quote', '*nat\n:OUTPUT ACCEPT [0:0]\n[0:0] -A OUTPUT -m comment --comment "it\nCOMMIT', /line 3 /],
  ['a table in a table', '*nat\n*filter\nCOMMIT', /line 2 .*nat has no COMMIT/],
  ['a listing cut short', '*nat\n:OUTPUT ACCEPT [0:0]\n', /within table nat.*COMMIT is missing/],
] as const) {
  test(`rejects ${what} and names it`, (t) => {
    t.throws(() => parseSnapshot(text), { instanceOf: FirewallError, message });
  });
}

test('reads back what is formatted from a recorded listing', (t) => {
  t.true(listings.length >= 10);
  for (const name of listings) {
    const snapshot = parseSnapshot(readListing(name));
    const formatted = [...new Set(snapshot.chains.map((chain) => chain.table))]
      .map((table) =>
        [
          `*${table}`,
          ...snapshot.chains
            .filter((chain) => chain.table === table)
            .map((chain) => `:${chain.name} ${chain.policy ?? '-'} [${chain.packets}:${chain.bytes}]`),
          ...snapshot.chains
            .filter((chain) => chain.table === table)
            .flatMap((chain) => chain.rules.map((rule) => `[${rule.packets}:${rule.bytes}] ${formatRule(rule)}`)),
          'COMMIT',
        ].join('\n'),
      )
      .join('\n');
    t.deepEqual(parseSnapshot(formatted, snapshot.family).chains, snapshot.chains, name);
  }
});

test('reads or rejects a recorded listing with any change', (t) => {
  const original = readListing('hand-nft-after');
  const change = fc.tuple(
    fc.nat(original.length),
    fc.nat(40),
    fc.string({ maxLength: 5, unit: fc.constantFrom(...'*:[]-A!"\'\\ \n#C') }),
  );
  fc.assert(
    fc.property(change, ([at, removed, inserted]) => {
      try {
        return Array.isArray(parseSnapshot(original.slice(0, at) + inserted + original.slice(at + removed)).chains);
      } catch (error) {
        return error instanceof FirewallError;
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});

/** Runs a command in a new network namespace, after a script. */
const runInNewNamespace =
  (script: string): RunCommand =>
  (argv) =>
    runCommand(['sh', '-c', `${script}\nexec "$@"`, 'sh', ...argv], { prefix: ['unshare', '--net'] });
const root = process.getuid?.() === 0;

for (const [backend, program] of [
  ['nf_tables', 'iptables-nft'],
  ['legacy', 'iptables-legacy'],
] as const) {
  (root ? test : test.skip)(
    `reads a namespace’s ${backend} tables, and undoes a command with its inverse`,
    async (t) => {
      const command = '-I FORWARD 1 -p tcp --syn -m comment --comment \'a "b" c\' -j DROP';
      const save: RunCommand = (argv) =>
        runInNewNamespace(`${program} ${command}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      const { text, snapshot } = await listSnapshot(save, 'ipv4');
      t.is(snapshot.backend, backend);
      t.true(text.includes('--comment "a \\"b\\" c"'));
      t.is(findRules(snapshot, 'filter', command).length, 1);

      const undo: RunCommand = (argv) =>
        runInNewNamespace(`${program} ${command}\n${program} ${invertCommand(command)}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      t.deepEqual(listRules((await listSnapshot(undo, 'ipv4')).snapshot, 'filter', 'FORWARD'), []);
    },
  );
}

test('reports which command failed and why', async (t) => {
  const run: RunCommand = (argv) =>
    runCommand(['sh', '-c', 'echo "Permission denied (you must be root)" >&2; exit 4', ...argv]);
  await t.throwsAsync(listSnapshot(run, 'ipv6'), {
    instanceOf: FirewallError,
    message: /"ip6tables-save -c" failed with exit code 4: Permission denied/,
  });
});
