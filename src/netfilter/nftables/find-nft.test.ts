import test from 'ava';
import { readFileSync } from 'node:fs';
import { findNftChain, findNftRules, findNftSet, FirewallError, parseFirewall } from '../index.js';
import { canonicalizeRuleText } from './rule-text.js';
import { addRuleTexts } from './rule-texts.js';

const read = (name: string) => readFileSync(`src/netfilter/nftables/fixtures/${name}`, 'utf8');
const firewall = (name: string, save: string) =>
  parseFirewall(read(save), addRuleTexts(read(`${name}.json`), read(`${name}.txt`)));
const engine = firewall('engine-29.7.2-after', 'engine-29.7.2-after-save.txt');
const own = firewall('own-1.1.7', 'own-save.txt');

for (const [name, listed] of [
  ['an engine’s', engine],
  ['hand-made', own],
] as const) {
  test(`finds each of ${name} rules as nft prints it, and no other`, (t) => {
    const rules = listed.chains.flatMap((chain) => chain.rules).filter(({ nft }) => nft !== undefined);
    t.true(rules.length > 10);
    for (const rule of rules)
      t.deepEqual(findNftRules(listed, `${rule.table} ${rule.chain} ${rule.specification}`), [rule]);
  });
}

for (const [what, written, position] of [
  ['without counter and comment', 'docker-bridges raw-PREROUTING ip daddr 172.17.0.2 iifname != "docker0" drop', 2],
  ['without quotes', 'docker-bridges raw-PREROUTING ip daddr 172.17.0.2 iifname != docker0 drop', 2],
  [
    'with blanks and counter',
    'ip docker-bridges  raw-PREROUTING ip daddr 172.17.0.2  iifname != docker0 counter drop',
    2,
  ],
  [
    'with prefix length, operator and key in full',
    'docker-bridges raw-PREROUTING ip daddr == 172.17.0.2/32 meta iifname != docker0 drop',
    2,
  ],
  [
    'with a comment',
    'docker-bridges raw-PREROUTING iifname != lo ip daddr 127.0.0.1 tcp dport 9090 drop comment "DROP REMOTE LOOPBACK"',
    3,
  ],
  [
    'with another comment',
    'docker-bridges raw-PREROUTING iifname != lo ip daddr 127.0.0.1 tcp dport 9090 drop comment "DROP"',
    null,
  ],
  [
    'with its matches in another order',
    'docker-bridges raw-PREROUTING iifname != docker0 ip daddr 172.17.0.2 drop',
    null,
  ],
  ['with another verdict', 'docker-bridges raw-PREROUTING ip daddr 172.17.0.2 iifname != docker0 accept', null],
  ['of another family', 'ip6 docker-bridges raw-PREROUTING ip daddr 172.17.0.2 iifname != docker0 drop', null],
  ['a set in another order', 'inet own before ip saddr @lans tcp dport {443-445,8080,80} accept', 1],
  ['a map in another order', 'inet own before ip protocol vmap { udp : jump sub, tcp : continue }', 3],
  ['a list in another order', 'inet own sub ct state related,established accept', 1],
  ['a decimal mark', 'inet own before mark set 1', 6],
  [
    'a limit with its default burst left out',
    'inet own before oifname != docker0 ct state new limit rate 10/second drop',
    7,
  ],
  ['a named counter left out', 'inet own before log prefix "x { y" level info', null],
  ['a rule that only counts', 'inet own before counter', 11],
] as const) {
  test(`finds a rule written ${what}: ${position === null ? 'it is another rule' : 'the same rule'}`, (t) => {
    const rules = findNftRules(written.includes(' own ') ? own : engine, written);
    t.deepEqual(
      rules.map((rule) => rule.position),
      position === null ? [] : [position],
    );
  });
}

test('a set of one member is the member', (t) => {
  const canonical = (text: string) => canonicalizeRuleText(text).text;
  t.is(canonical('tcp dport { 80 } accept'), canonical('tcp dport 80 accept'));
  t.not(canonical('ip saddr vmap { 10.0.0.1 : drop }'), canonical('ip saddr vmap 10.0.0.1 : drop'));
  t.is(canonical('reject with icmpx type port-unreachable'), 'reject');
  t.not(canonical('log prefix "counter "'), canonical('log prefix ""'), 'in quotes nothing is left out');
  t.is(canonical('oifname "br-*" drop'), canonical('oifname br-* drop'));
});

test('rejects a rule without a chain, and finds nothing in a missing chain', (t) => {
  t.throws(() => findNftRules(engine, 'docker-bridges'), { instanceOf: FirewallError, message: /names no chain/ });
  t.deepEqual(findNftRules(engine, 'docker-bridges absent drop'), []);
  t.deepEqual(findNftRules(parseFirewall('', null), 'docker-bridges filter-FORWARD drop'), []);
});

test('finds chains and sets by table', (t) => {
  t.is(findNftChain(own, 'inet own', 'before')?.base?.priority, -5);
  t.is(findNftChain(own, 'ip own', 'before'), undefined);
  t.is(findNftSet(own, 'inet own', 'verdicts')?.elements[0]?.value, 'jump sub');
});
