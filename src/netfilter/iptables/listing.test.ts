import test from 'ava';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import {
  findRules,
  FirewallError,
  invertCommand,
  parseSnapshot,
  findPolicy,
  listRuleset,
  listSnapshot,
  listRules,
  formatRule,
  type RunCommand,
  type Snapshot,
} from '../index.js';

const fixtures = 'src/netfilter/iptables/fixtures';
const listing = (name: string) => readFileSync(`${fixtures}/${name}.txt`, 'utf8');
const listings = readdirSync(fixtures)
  .filter((file) => !file.includes('-S-'))
  .map((file) => file.replace('.txt', ''));

/** Every rule as iptables -S would list a table: the chains' policies, the user's chains, then the rules. */
function asListed(snapshot: Snapshot, table: string): string {
  const chains = snapshot.chains.filter((chain) => chain.table === table);
  return [
    ...chains.filter((chain) => chain.policy !== null).map((chain) => `-P ${chain.name} ${chain.policy ?? ''}`),
    ...chains.filter((chain) => chain.policy === null).map((chain) => `-N ${chain.name}`),
    ...chains.flatMap((chain) => chain.rules.map(formatRule)),
  ].join('\n');
}

test("an engine's tables are read with their counters, policies and positions", (t) => {
  const snapshot = parseSnapshot(listing('engine-nft-after'));
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
  test(`${file}: every rule of ${table} is written as iptables -S wrote it`, (t) => {
    t.is(asListed(parseSnapshot(listing(`${file}-after`)), table), listing(`${file}-S-${table}`).trim());
  });
}

test('a quoted comment, a goto and a rule that only counts are read', (t) => {
  const rules = listRules(parseSnapshot(listing('hand-legacy-before')), 'filter', 'DOCKER-USER');
  t.is(rules[0]?.target, 'ACCEPT');
  t.is(rules.at(-1)?.target, 'DOCKER-USER-END');
  t.is(rules.at(-2)?.target, null);
  t.is(rules.at(-2)?.specification, '');
});

test('the header tells family and backend, and null is said where it does not', (t) => {
  t.like(parseSnapshot(listing('hand6-nft')), { family: 'ipv6', backend: 'nf_tables' });
  t.like(parseSnapshot(listing('hand6-legacy')), { family: 'ipv6', backend: null });
  t.deepEqual(parseSnapshot('', 'ipv6'), { family: 'ipv6', backend: null, chains: [], unreadable: [] });
});

test('a table that iptables could not print is refused, not taken for empty', (t) => {
  const snapshot = parseSnapshot(listing('hand-incompatible'));
  t.deepEqual(snapshot.unreadable, ['filter']);
  t.throws(() => listRules(snapshot, 'filter', 'INPUT'), {
    instanceOf: FirewallError,
    message: /could not be listed whole/,
  });
  t.is(listRules(snapshot, 'nat', 'POSTROUTING').length, 1);
});

for (const [what, text, message] of [
  ['a rule outside a table', '[0:0] -A FORWARD -j DROP', /line 1 .*stands in no table/],
  ['a rule without counters', '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j DROP\nCOMMIT', /line 3 .*"-A OUTPUT -j DROP"/],
  ['a chain without counters', '*nat\n:OUTPUT ACCEPT\nCOMMIT', /line 2 /],
  ['a rule of a chain that is not there', '*nat\n[0:0] -A OUTPUT -j DROP\nCOMMIT', /line 2 .*no chain OUTPUT/],
  ['an open quote', '*nat\n:OUTPUT ACCEPT [0:0]\n[0:0] -A OUTPUT -m comment --comment "it\nCOMMIT', /line 3 /],
  ['a table within a table', '*nat\n*filter\nCOMMIT', /line 2 .*nat has no COMMIT/],
  ['a listing cut short', '*nat\n:OUTPUT ACCEPT [0:0]\n', /within table nat.*COMMIT is missing/],
] as const) {
  test(`${what} is an error that names it`, (t) => {
    t.throws(() => parseSnapshot(text), { instanceOf: FirewallError, message });
  });
}

test('what is written from a real listing reads back the same', (t) => {
  t.true(listings.length >= 10);
  for (const name of listings) {
    const snapshot = parseSnapshot(listing(name));
    const again = [...new Set(snapshot.chains.map((chain) => chain.table))]
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
    t.deepEqual(parseSnapshot(again, snapshot.family).chains, snapshot.chains, name);
  }
});

test('a real listing with any of its characters changed, cut or put in is read or refused, never anything else', (t) => {
  const whole = listing('hand-nft-after');
  const change = fc.tuple(
    fc.nat(whole.length),
    fc.nat(40),
    fc.string({ maxLength: 5, unit: fc.constantFrom(...'*:[]-A!"\'\\ \n#C') }),
  );
  fc.assert(
    fc.property(change, ([at, cut, put]) => {
      try {
        return Array.isArray(parseSnapshot(whole.slice(0, at) + put + whole.slice(at + cut)).chains);
      } catch (error) {
        return error instanceof FirewallError;
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});

/** Runs commands in one network namespace made for the test, in one shell: the namespace is gone when that has ended. */
const inNamespaceOfItsOwn =
  (before: string): RunCommand =>
  (argv) =>
    new Promise((resolve) => {
      execFile('unshare', ['--net', 'sh', '-c', `${before}\nexec "$@"`, 'sh', ...argv], (error, stdout, stderr) => {
        resolve({ stdout, stderr, status: error === null ? 0 : typeof error.code === 'number' ? error.code : null });
      });
    });
const root = process.getuid?.() === 0;

for (const [backend, program] of [
  ['nf_tables', 'iptables-nft'],
  ['legacy', 'iptables-legacy'],
] as const) {
  (root ? test : test.skip)(
    `the ${backend} tables of a namespace are read, and what was added is undone by its inverse`,
    async (t) => {
      const command = '-I FORWARD 1 -p tcp --syn -m comment --comment \'a "b" c\' -j DROP';
      const save: RunCommand = (argv) =>
        inNamespaceOfItsOwn(`${program} ${command}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      const { text, snapshot } = await listSnapshot(save, 'ipv4');
      t.is(snapshot.backend, backend);
      t.true(text.includes('--comment "a \\"b\\" c"'));
      t.is(findRules(snapshot, 'filter', command).length, 1);

      const undo: RunCommand = (argv) =>
        inNamespaceOfItsOwn(`${program} ${command}\n${program} ${invertCommand(command)}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      t.deepEqual(listRules((await listSnapshot(undo, 'ipv4')).snapshot, 'filter', 'FORWARD'), []);
    },
  );
}

(root ? test : test.skip)("nft's whole rule set is kept as text", async (t) => {
  t.regex(await listRuleset(inNamespaceOfItsOwn('/usr/sbin/nft add table inet mine')), /table inet mine/);
});

test('a listing that fails says which command failed and why', async (t) => {
  const run: RunCommand = (argv) =>
    new Promise((resolve) => {
      execFile(
        'sh',
        ['-c', 'echo "Permission denied (you must be root)" >&2; exit 4', ...argv],
        (error, stdout, stderr) => {
          resolve({ stdout, stderr, status: Number(error?.code) });
        },
      );
    });
  await t.throwsAsync(listSnapshot(run, 'ipv6'), {
    instanceOf: FirewallError,
    message: /"ip6tables-save -c" ended with status 4: Permission denied/,
  });
});
