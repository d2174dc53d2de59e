import test from 'ava';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { runCommand } from '../../process/index.js';
import {
  countPackets,
  diffSnapshots,
  FirewallError,
  joinFirewall,
  Nft,
  parseFirewall,
  parseNftSnapshot,
  parseSnapshot,
} from '../index.js';
import { parseNftRuleset } from '../trace/nft-ruleset.js';
import { isCompatibleName, isIptablesTable } from './iptables-tables.js';
import { listNftables } from './list-nftables.js';
import { addRuleTexts } from './rule-texts.js';

/* Listings of engines with the nftables backend before and after traffic, and of hand-made tables by two versions. */
const read = (name: string) => readFileSync(`src/netfilter/nftables/fixtures/${name}`, 'utf8');
const withTexts = (name: string, isOmitted?: (family: string, table: string) => boolean) =>
  addRuleTexts(read(`${name}.json`), read(`${name}.txt`), isOmitted);
const engine = (moment: string) =>
  parseFirewall(read(`engine-29.7.2-${moment}-save.txt`), withTexts(`engine-29.7.2-${moment}`, isCompatibleName));
const bridge = 'br-d827917d2600';

for (const name of ['engine-29.4.2-after', 'engine-29.7.2-after', 'own-1.0.6', 'own-1.1.7']) {
  test(`${name}: every rule has the text and the count that nft -a prints`, (t) => {
    const rules = parseNftSnapshot(withTexts(name)).tables.flatMap(({ chains }) => chains.flatMap((one) => one.rules));
    const printed = parseNftRuleset(read(`${name}.txt`)).flatMap((chain) =>
      chain.rules.map((rule) => ({ ...rule, table: `${chain.family} ${chain.table}`, chain: chain.name })),
    );
    t.true(rules.length > 15);
    t.deepEqual(
      rules.map(({ table, chain, specification, packets, nft }) => ({
        table,
        chain,
        text: specification === 'counter' ? '' : specification,
        handle: nft?.handle,
        packets: nft?.hasCounter === true ? packets : null,
      })),
      printed.map(({ table, chain, text, handle, packets }) => ({ table, chain, text, handle, packets })),
    );
  });
}

test('reads an engine’s chains, rules and verdict maps', (t) => {
  const { nftables, chains } = engine('after');
  t.deepEqual(
    nftables?.tables.map(({ family, name }) => `${family} ${name}`),
    ['ip docker-bridges', 'ip6 docker-bridges'],
  );
  const forward = chains.find(({ table, name }) => table === 'ip docker-bridges' && name === 'filter-FORWARD');
  t.like(forward, { policy: 'ACCEPT', base: { type: 'filter', hook: 'forward', priority: 0 } });
  t.deepEqual(
    forward?.rules.map(({ specification, target, position }) => [position, specification, target]),
    [
      [1, 'oifname vmap @filter-forward-in-jumps', '@filter-forward-in-jumps'],
      [2, 'iifname vmap @filter-forward-out-jumps', '@filter-forward-out-jumps'],
    ],
  );
  t.is(chains.find(({ name }) => name === 'nat-prerouting-and-output')?.base, null);
  t.like(nftables?.tables[0]?.sets[0], { kind: 'verdict map', name: 'filter-forward-in-jumps', type: 'ifname' });
  t.deepEqual(
    nftables?.tables[0]?.sets[0]?.elements.map(({ key, value }) => `${key} : ${value ?? ''}`),
    ['br-018eac4c03f4', 'br-9e6268f6409a', bridge, 'docker0'].map((key) => `${key} : jump filter-forward-in__${key}`),
  );
});

test('reads every kind of statement and element', (t) => {
  const [older, newer] = ['own-1.0.6', 'own-1.1.7'].map((name) => parseNftSnapshot(withTexts(name)));
  t.deepEqual(older?.tables[0]?.sets, newer?.tables[0]?.sets, 'elements have no order');
  t.deepEqual(
    newer?.tables[0]?.sets.map(({ kind, name, type, elements }) => [
      kind,
      `${name} ${type}`,
      ...elements.map(({ key, value }) => `${key}${value === null ? '' : ` : ${value}`}`),
    ]),
    [
      ['set', 'lans ipv4_addr', '10.1.0.1-10.1.0.9', '198.51.100.0/24', '203.0.113.7'],
      ['set', 'seen ipv4_addr . inet_service'],
      ['set', 'pairs ifname . ipv4_addr', 'docker0 . 10.0.0.1', 'eth0 . 10.0.0.2'],
      ['map', 'ports inet_service', '8081 : 172.17.0.2'],
      ['verdict map', 'verdicts ifname', 'docker0 : jump sub', 'eth9 : drop'],
    ],
  );
  const [own, v6, bridged] = newer?.tables ?? [];
  t.deepEqual(
    own?.chains.find(({ name }) => name === 'before')?.rules.map(({ target }) => target),
    ['ACCEPT', '@verdicts', 'vmap', null, null, null, 'DROP', 'REJECT', null, 'sub', null],
  );
  t.is(own?.chains.find(({ name }) => name === 'pre')?.rules[0]?.target, 'DNAT');
  t.like(
    own?.chains.find(({ name }) => name === 'dropping'),
    { policy: 'DROP', base: { hook: 'input', priority: 10 } },
  );
  t.is(v6?.family, 'ip6');
  t.is(bridged?.chains[0]?.base?.priority, -200);
});

test('leaves iptables’ tables to iptables, unless it is the legacy one', (t) => {
  const iptables = parseSnapshot(read('own-save.txt'));
  const tables = parseNftSnapshot(withTexts('own-1.1.7')).tables.map(({ family, name }) => [family, name] as const);
  const listOwn = (snapshot: typeof iptables) =>
    tables.filter(([family, name]) => !isIptablesTable(family, name, snapshot)).map((one) => one.join(' '));
  t.deepEqual(listOwn(iptables), ['inet own', 'ip6 v6', 'bridge br']);
  t.deepEqual(listOwn({ ...iptables, unreadable: ['nat'] }), ['inet own', 'ip6 v6', 'bridge br', 'ip nat']);
  t.deepEqual(listOwn({ ...iptables, backend: 'legacy' }), ['inet own', 'ip6 v6', 'bridge br', 'ip filter', 'ip nat']);
});

test('counts packets of the rules of both between two listings', (t) => {
  const [before, after] = [engine('before'), engine('after')];
  const changes = diffSnapshots(before, after);
  t.true(changes.every(({ kind }) => kind === 'counted'));
  t.deepEqual(
    changes.map(({ after: rule, packets }) => `${rule?.chain ?? ''} ${rule?.specification ?? ''} +${packets}`),
    [
      'nat-PREROUTING fib daddr type local jump nat-prerouting-and-output +1',
      `nat-prerouting-and-output iifname != "${bridge}" tcp dport 8080 dnat to 172.18.0.2:80 comment "DNAT" +1`,
      'filter-forward-in__docker0 ct state established,related accept +1',
      'filter-forward-out__docker0 accept comment "OUTGOING" +1',
      'nat-postrouting-out__docker0 oifname != "docker0" ip saddr 172.17.0.0/16 masquerade comment "MASQUERADE" +1',
      `filter-forward-in__${bridge} ct state established,related accept +6`,
      `filter-forward-in__${bridge} ip daddr 172.18.0.2 tcp dport 80 accept +1`,
      `filter-forward-out__${bridge} ct state established,related accept +6`,
      `filter-forward-out__${bridge} accept comment "OUTGOING" +1`,
      `nat-postrouting-out__${bridge} oifname != "${bridge}" ip saddr 172.18.0.0/16 masquerade comment "MASQUERADE" +1`,
    ],
  );
});

test('tells rules apart by handle, and a rule added again by its text', (t) => {
  const rule = { family: 'inet', table: 'own', chain: 'c' };
  const listing = (...rules: readonly (readonly [handle: number, packets: number, text: string])[]) => {
    const nftables = [
      { table: { family: 'inet', name: 'own' } },
      { chain: { family: 'inet', table: 'own', name: 'c' } },
      ...rules.map(([handle, packets, text]) => ({
        rule: { ...rule, handle, text, expr: [{ counter: { packets, bytes: 0 } }] },
      })),
    ];
    return joinFirewall(parseSnapshot(''), parseNftSnapshot(JSON.stringify({ nftables })));
  };
  const changes = (...[before, after]: readonly ReturnType<typeof listing>[]) =>
    diffSnapshots(before!, after!).map(
      ({ kind, before: old, after: now, packets }) => `${kind} ${(now ?? old)?.nft?.handle ?? ''} +${packets}`,
    );
  const first = listing([1, 5, 'drop'], [2, 7, 'drop'], [3, 1, 'accept']);
  t.deepEqual(changes(first, listing([2, 9, 'drop'], [3, 1, 'accept'])), ['counted 2 +2', 'removed 1 +0']);
  t.deepEqual(changes(first, listing([2, 7, 'drop'], [3, 1, 'accept'], [4, 6, 'drop'])), ['moved 4 +6']);
  t.deepEqual(changes(first, listing([1, 5, 'drop'], [2, 7, 'drop'], [3, 1, 'accept'], [9, 3, 'return'])), [
    'added 9 +3',
  ]);
  const after = listing([8, 9, 'accept']);
  t.is(countPackets(first, after, after.chains[0]!.rules[0]!), 9, 'its counter began again');
});

for (const [what, text, message] of [
  ['no JSON', 'table ip own {', /no JSON/],
  ['JSON of another program', '{"tables":[]}', /no list "nftables"/],
  ['a rule of a missing table', '{"nftables":[{"rule":{"family":"ip","table":"own","chain":"c"}}]}', /table ip own/],
  [
    'a rule of a missing chain',
    '{"nftables":[{"table":{"family":"ip","name":"own"}},{"rule":{"family":"ip","table":"own","chain":"c"}}]}',
    /rule of ip own c/,
  ],
] as const) {
  test(`rejects ${what} and names it`, (t) => {
    t.throws(() => parseNftSnapshot(text), { instanceOf: FirewallError, message });
  });
}

test('reads or rejects a recorded listing with any change', (t) => {
  const original = withTexts('own-1.1.7');
  const change = fc.tuple(
    fc.nat(original.length),
    fc.nat(40),
    fc.string({ maxLength: 5, unit: fc.constantFrom(...'[]{}":,0e null') }),
  );
  fc.assert(
    fc.property(change, ([at, removed, inserted]) => {
      try {
        return Array.isArray(parseNftSnapshot(original.slice(0, at) + inserted + original.slice(at + removed)).tables);
      } catch (error) {
        return error instanceof FirewallError;
      }
    }),
    { numRuns: 300 },
  );
  t.pass();
});

/** Creates the nft of a new network namespace, made anew for each command by a script. Counts the commands. */
function createNamespace(script: string) {
  const commands: string[] = [];
  const run = (argv: readonly string[]) => {
    commands.push(argv.join(' '));
    return runCommand(['sh', '-c', `${script}\nexec "$@"`, 'sh', ...argv], { prefix: ['unshare', '--net'] });
  };
  return { commands, nft: new Nft(run, { argv: ['nft'], origin: 'of this machine' }) };
}
const root = process.getuid?.() === 0;
const none = parseSnapshot('');

(root ? test : test.skip)('lists a namespace’s own tables, without docknet’s and iptables’', async (t) => {
  const { nft } = createNamespace(
    'iptables-nft -A FORWARD -j DROP;' +
      "nft 'add table inet docknet_trace; add table inet own; add chain inet own c; add rule inet own c counter drop'",
  );
  const { tables } = parseNftSnapshot((await listNftables(nft, none)) ?? '');
  t.deepEqual(
    tables.map(({ name, chains }) => [name, ...chains.flatMap(({ rules }) => rules.map((one) => one.specification))]),
    [['own', 'drop']],
  );
});

(root ? test : test.skip)('runs nft once if there are no tables but iptables’', async (t) => {
  const { nft, commands } = createNamespace('iptables-nft -A FORWARD -j DROP; nft add table inet docknet_trace');
  t.is(await listNftables(nft, none), null);
  t.is(commands.length, 1);
  t.regex((await listNftables(nft, { ...none, backend: 'legacy' })) ?? '', /"FORWARD"/, 'another’s leftovers');
});

test('has no tables without nft, and warns of one that cannot list them', async (t) => {
  const createNft = (script: string) =>
    new Nft((argv) => runCommand(argv), { argv: ['sh', '-c', script, 'nft'], origin: 'of a test' });
  for (const [script, warning] of [
    ['exit 127', /is not installed/],
    ['case "$*" in *tables) echo table inet own;; *) exit 139;; esac', /crashes over the tables here/],
    ['case "$*" in *tables) echo table inet own;; *) echo Refused >&2; exit 1;; esac', /not recorded: .*Refused/],
    ['echo table inet own', /not recorded: [^]*JSON/],
  ] as const) {
    const nft = createNft(script);
    t.is(await listNftables(nft, none), null);
    t.is(nft.warnings.length, 1);
    t.regex(nft.warnings[0] ?? '', warning);
  }
});
