import test from 'ava';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { FirewallError, findRules, parseSnapshot, formatRule } from '../index.js';

const engine = parseSnapshot(readFileSync('src/netfilter/iptables/fixtures/engine-nft-after.txt', 'utf8'));
const manual = parseSnapshot(readFileSync('src/netfilter/iptables/fixtures/hand-legacy-before.txt', 'utf8'));
const manual6 = parseSnapshot(readFileSync('src/netfilter/iptables/fixtures/hand6-nft.txt', 'utf8'));

const found: readonly (readonly [string, typeof engine, string, string, readonly number[]])[] = [
  ['as written by hand', engine, 'nat', 'POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE', [2]],
  [
    'with the program and -A',
    engine,
    'nat',
    'iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    [2],
  ],
  ['in another order', engine, 'nat', '-A POSTROUTING -j MASQUERADE ! -o docker0 -s 172.17.0.0/16', [2]],
  [
    'with long options',
    engine,
    'nat',
    '--append POSTROUTING --source 172.17.0.0/255.255.0.0 ! --out-interface docker0 --jump MASQUERADE',
    [2],
  ],
  [
    'with values after =',
    engine,
    'nat',
    '--append=POSTROUTING --source=172.17.9.9/16 ! --out-interface=docker0 --jump=MASQUERADE',
    [2],
  ],
  ['with values attached to the option', engine, 'nat', 'POSTROUTING -s172.17.0.0/16 ! -odocker0 -jMASQUERADE', [2]],
  [
    'without -m tcp',
    engine,
    'nat',
    'DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
    [3],
  ],
  [
    'without /32',
    engine,
    'filter',
    'DOCKER -d 172.17.0.2 ! -i docker0 -o docker0 -p TCP --destination-port 80 -j ACCEPT',
    [1],
  ],
  [
    'with states in another order',
    engine,
    'filter',
    'FORWARD -o docker0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    [7],
  ],
  ['as inserted at a position', engine, 'filter', '-I DOCKER-USER 1 -s 203.0.113.0/24 -j DROP', [1]],
  ['that exists twice', manual, 'filter', 'DOCKER-USER -d 198.51.100.9 -j REJECT', [9, 10]],
  [
    'with its comment in other quotes',
    manual,
    'filter',
    'DOCKER-USER -i eth0 -j ACCEPT -m conntrack --ctstate RELATED,ESTABLISHED ' +
      String.raw`-m comment --comment 'a "quoted" \ comment: it'"'s <b>bold</b>"`,
    [1],
  ],
  ['with --syn', manual, 'filter', 'DOCKER-USER -p tcp --syn -j LOG --log-prefix "new flow: "', [8]],
  ['with an ICMP name', manual, 'filter', 'DOCKER-USER -p icmp --icmp-type echo-request -j ACCEPT', [7]],
  ['with --set-mark', manual, 'mangle', 'PREROUTING -m limit --limit 5/min -j MARK --set-mark 7', [1]],
  ['that matches everything', manual, 'filter', 'DOCKER-USER', [11]],
  [
    'with an abbreviated IPv6 address',
    manual6,
    'filter',
    'INPUT -s 2001:db8:0:0::1 -p icmpv6 -m comment --comment "plain" -j ACCEPT',
    [1],
  ],
  ['without its negation', engine, 'nat', 'POSTROUTING -s 172.17.0.0/16 -o docker0 -j MASQUERADE', []],
  ['of another network', engine, 'nat', 'POSTROUTING -s 172.17.0.0/24 ! -o docker0 -j MASQUERADE', []],
  ['with an option missing', engine, 'nat', 'POSTROUTING ! -o docker0 -j MASQUERADE', []],
  ['in a missing chain', engine, 'nat', 'DOCKER-FORWARD -j ACCEPT', []],
];
for (const [how, snapshot, table, text, positions] of found) {
  test(`${positions.length === 0 ? 'does not find' : 'finds'} a rule ${how}`, (t) => {
    t.deepEqual(
      findRules(snapshot, table, text).map((rule) => rule.position),
      positions,
    );
  });
}

for (const [text, message] of [
  ['-j MASQUERADE', /names no chain/],
  ['FORWARD INPUT -j DROP', /names several chains/],
  ['-t filter -A POSTROUTING -j MASQUERADE', /in table nat: it says -t filter/],
  ['POSTROUTING -s', /-s needs a value/],
  ['POSTROUTING -j MASQUERADE stray', /"stray"|Cannot read rule/],
  ['POSTROUTING -o docker0 !', /Cannot read rule/],
  ["POSTROUTING -m comment --comment 'open", /is not closed/],
] as const) {
  test(`rejects "${text}"`, (t) => {
    t.throws(() => findRules(engine, 'nat', text), { instanceOf: FirewallError, message });
  });
}

test('finds every rule of the recorded listings by its own text', (t) => {
  for (const snapshot of [engine, manual, manual6]) {
    for (const chain of snapshot.chains) {
      for (const rule of chain.rules)
        t.true(findRules(snapshot, rule.table, formatRule(rule)).includes(rule), formatRule(rule));
    }
  }
});

test('returns rules or a FirewallError for any text', (t) => {
  const text = fc.oneof(
    fc.string(),
    fc.string({
      unit: fc.constantFrom('-', '!', ' ', '"', "'", '\\', 's', 'p', '=', '/', ':', '.', '1', '-s ', '--dport '),
    }),
  );
  fc.assert(
    fc.property(text, (specification) => {
      try {
        return Array.isArray(findRules(engine, 'nat', `POSTROUTING ${specification}`));
      } catch (error) {
        return error instanceof FirewallError;
      }
    }),
    { numRuns: 1000 },
  );
  t.pass();
});
