import test from 'ava';
import { readFile } from 'node:fs/promises';
import { attributeRules, describeHop, describeRule, type Journey } from '../journey/index.js';
import { interpretTrace, parseSnapshot, parseTraceFile, type RawTrace } from '../netfilter/index.js';
import type { Evidence } from '../record/index.js';
import { findJourneys } from './testing/every-rule.js';
import { joinRecording } from './join-recording.js';
import { joinWithoutRules } from './testing/live-rules.js';

const evidence: Evidence = {
  recording: 'recording.pcapng',
  firewallBefore: 'firewall-before.txt',
  firewallAfter: 'firewall-after.txt',
  nftBefore: null,
  nftAfter: null,
  topology: 'topology.json',
  trace: 'trace.txt',
  engineLog: null,
};

/** Reads the evidence of a real lab, engine 29.7.2 with its nftables backend. */
async function read(name: string): Promise<readonly Journey[]> {
  const { journeys, problems } = await joinRecording(`src/evidence/fixtures/${name}`, { evidence, points: [] });
  if (problems.length > 0) throw new Error(problems.join('; '));
  return journeys;
}

/** Lists a journey's rules but not the policies that accepted it. */
const list = ({ rules = [] }: Journey): string[] =>
  rules.flatMap((rule) =>
    rule.position === null && rule.verdict === 'ACCEPT' ? [] : [`${rule.verdict} ${describeRule(rule)}`],
  );
const docker = 'ip docker-bridges';
const masquerade =
  `MASQUERADE ${docker} nat-postrouting-out__docker0: oifname != "docker0" ip saddr 172.17.0.0/16 masquerade ` +
  'comment "MASQUERADE" (rule 1, ';
const outgoing =
  `filter-forward-out__docker0 ${docker} filter-FORWARD: iifname vmap @filter-forward-out-jumps, by "docker0" : ` +
  'jump filter-forward-out__docker0 (rule 2, forward priority 0, traced)';
const incoming =
  `filter-forward-in__docker0 ${docker} filter-FORWARD: oifname vmap @filter-forward-in-jumps, by "docker0" : ` +
  'jump filter-forward-in__docker0 (rule 1, forward priority 0, traced)';
const dnat =
  `DNAT ${docker} nat-prerouting-and-output: iifname != "docker0" tcp dport 8080 dnat to 172.17.0.2:80 ` +
  'comment "DNAT" (rule 1, prerouting priority -100, traced)';

test('native rules have hook, priority, chain and the element that decided, and no caveat', async (t) => {
  const journeys = await read('native-rules');
  t.deepEqual(
    journeys.flatMap(({ caveat }) => caveat ?? []),
    [],
  );
  const [first, second] = findJourneys(journeys, /^172.17.0.2 → 198.51.100.11: echo request/);
  t.deepEqual(list(first!), [
    outgoing,
    `ACCEPT ${docker} filter-forward-out__docker0: accept comment "OUTGOING" (rule 2, forward priority 0, traced)`,
    `nat-postrouting-out__docker0 ${docker} nat-POSTROUTING: iifname vmap @nat-postrouting-out-jumps, by "docker0" : ` +
      'jump nat-postrouting-out__docker0 (rule 1, postrouting priority 100, traced)',
    `${masquerade}postrouting priority 100, traced)`,
  ]);
  t.deepEqual(list(second!), [
    outgoing,
    `ACCEPT ${docker} filter-forward-out__docker0: ct state established,related accept ` +
      '(rule 1, forward priority 0, traced)',
    `${masquerade}postrouting priority 100, known from conntrack)`,
  ]);
  const [reply] = findJourneys(journeys, /^198.51.100.11 → 198.51.100.2: echo reply/);
  t.is(list(reply!)[0], `${masquerade}undone, known from conntrack)`);
  const [syn] = findJourneys(journeys, /TCP SYN to port 8080 .*docker0/);
  t.deepEqual(list(syn!).slice(1, 3), [dnat, incoming]);
});

test('the rule that ended a packet is named, an accept before it is not final', async (t) => {
  const ended = (await read('native-rules')).filter(({ end }) => end !== undefined);
  t.deepEqual(
    ended.map(({ end }) => [end?.point, end?.rule?.verdict, describeRule(end!.rule!)]),
    [
      [
        'redWeb.eth0',
        'DROP',
        `${docker} raw-PREROUTING: ip daddr 172.17.0.2 iifname != "docker0" drop comment "DROP DIRECT ACCESS" ` +
          '(rule 1, prerouting priority -300, traced)',
      ],
      [
        'docker0',
        'DROP',
        'inet shop late: ip daddr 198.51.100.11 icmp type echo-request drop ' +
          '(not listed, forward priority 10, traced)',
      ],
      [
        'host.uplink',
        'REJECT',
        'inet shop web: tcp flags syn reject with tcp reset (not listed, forward priority -10, traced)',
      ],
      ['docker0', 'DROP', 'filter: -P FORWARD DROP (policy, traced)'],
    ],
  );
  const [, late, rejected] = ended;
  t.true(
    list(late!).includes(
      `ACCEPT ${docker} filter-forward-out__docker0: accept comment "OUTGOING" ` +
        '(rule 2, forward priority 0, not final, traced)',
    ),
  );
  t.true(
    list(rejected!).some((line) => line.includes('}, by "uplink" . 80 : jump web (not listed, forward priority')),
    'an element of two values of a verdict map without a name',
  );
  t.regex(
    describeHop(late!, late!.hops.length - 1),
    /seen no further than docker0: DROP by ip daddr .* drop in inet shop late, forward priority 10$/,
  );
});

test('chains that an iptables engine left run beside native ones, the later created first', async (t) => {
  const syn = findJourneys(await read('native-rules'), /TCP SYN to port 8080 .*docker0/).at(-1);
  t.deepEqual(list(syn!).slice(1, 5), [
    dnat,
    'DOCKER-USER filter: -A FORWARD -j DOCKER-USER (rule 1, traced)',
    'ACCEPT filter: -A DOCKER-USER -p tcp -j ACCEPT (rule 1, traced)',
    incoming,
  ]);
});

test('legacy tables, those of iptables-nft and native ones are in the order of hook and priority', async (t) => {
  const journeys = await read('three-firewalls');
  t.deepEqual(
    journeys.flatMap(({ caveat }) => caveat ?? []),
    [],
  );
  const [request] = findJourneys(journeys, /echo request/);
  t.deepEqual(
    request?.rules?.map(({ hook, priority, table }) => `${hook} ${priority ?? ''} ${table}`),
    [
      'prerouting -300 ip docker-bridges',
      'prerouting -150 legacy mangle',
      'prerouting -100 ip docker-bridges',
      'forward -150 legacy mangle',
      'forward -150 legacy mangle',
      'forward 0 legacy filter',
      'forward 0 ip docker-bridges',
      'forward 0 ip docker-bridges',
      'postrouting -150 legacy mangle',
      'postrouting 100 ip docker-bridges',
      'postrouting 100 ip docker-bridges',
    ],
  );
  const [syn] = findJourneys(journeys, /TCP SYN to port 8080 .*docker0/);
  t.deepEqual(list(syn!).slice(2, 6), [
    'MARK mangle: -A FORWARD -j MARK --set-xmark 0x8/0xffffffff (rule 1, traced)',
    'DOCKER-USER filter: -A FORWARD -j DOCKER-USER (rule 1, traced)',
    'ACCEPT filter: -A DOCKER-USER -p tcp -j ACCEPT (rule 1, traced)',
    'ACCEPT legacy filter FORWARD: -A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT (rule 1, forward priority 0, traced)',
  ]);
  t.deepEqual(
    journeys.flatMap(({ end }) => (end === undefined ? [] : [describeRule(end.rule!)])),
    ['legacy filter FORWARD: -A FORWARD -p udp -j DROP (rule 2, forward priority 0, traced)'],
  );
});

/** Reads the lab's journeys as if the trace lacked the packet that raw-PREROUTING dropped, and with further changes. */
async function readWithoutDrop(change: (trace: RawTrace) => RawTrace = (same) => same): Promise<Journey | undefined> {
  const directory = 'src/evidence/fixtures/native-rules';
  const [kept] = parseTraceFile(await readFile(`${directory}/trace.txt`, 'utf8'));
  const lines = kept!.trace.split('\n');
  const [, id = 'none'] =
    /^trace id (\S+) .* \(verdict drop\)$/.exec(lines.find((line) => isDrop.test(line)) ?? '') ?? [];
  // What the check's own chains and iptables' may have dropped too would leave more than one rule possible.
  const isKept = (line: string) => !line.startsWith(`trace id ${id} `) && !/ inet shop | ip filter /.test(line);
  const trace = {
    ...kept!,
    trace: lines.filter(isKept).join('\n'),
    after: kept!.after.replace(/^table ip filter \{[^]*?^\}\n/m, ''),
  };
  const none = parseSnapshot('');
  const journeys = attributeRules(await joinWithoutRules(directory, evidence), [
    interpretTrace(change(trace), none, none),
  ]);
  return findJourneys(journeys, /^172.18.0.2 → 172.17.0.2: echo request/)[0];
}
/** A table whose verdict map may drop the packet, as nft lists it. */
const ownTable = `table inet shop { # handle 9
	chain early { # handle 1
		type filter hook prerouting priority -400; policy accept;
		ip saddr vmap @blocked # handle 3
	}
	map blocked { # handle 2
		type ipv4_addr : verdict
		elements = { 172.18.0.2 : drop }
	}
}
`;
const isDrop = / ip docker-bridges raw-PREROUTING (?:unknown )?rule /;

test('a native rule that dropped an untraced packet is found by its counter', async (t) => {
  const dropped = await readWithoutDrop();
  t.is(
    describeRule(dropped!.end!.rule!),
    `${docker} raw-PREROUTING: ip daddr 172.17.0.2 iifname != "docker0" drop comment "DROP DIRECT ACCESS" ` +
      '(rule 1, prerouting priority -300, known from its counter)',
  );
  const counted = /(iifname != "docker0" counter packets) 1 /;
  const others: readonly (readonly [string, (trace: RawTrace) => RawTrace])[] = [
    ['it counted more', (trace) => ({ ...trace, after: trace.after.replace(counted, '$1 2 ') })],
    ['it counted nothing', (trace) => ({ ...trace, after: trace.after.replace(counted, '$1 0 ') })],
    ['a rule with a verdict map may have dropped it', (trace) => ({ ...trace, after: `${trace.after}${ownTable}` })],
    [
      'a legacy table beside may have',
      (trace) => ({
        ...trace,
        legacyBefore: '*raw\n:PREROUTING ACCEPT [0:0]\n[0:0] -A PREROUTING -p icmp -j DROP\nCOMMIT\n',
        legacyAfter: '*raw\n:PREROUTING ACCEPT [0:0]\n[1:84] -A PREROUTING -p icmp -j DROP\nCOMMIT\n',
      }),
    ],
  ];
  for (const [reason, change] of others) {
    const journey = await readWithoutDrop(change);
    t.is(journey?.end?.rule, null, reason);
    t.truthy(journey?.caveat, reason);
  }
});
