import test from 'ava';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot, interpretTrace, parseTraceFile, type RawTrace } from '../netfilter/index.js';
import { attributeRules, selectDecisions, describeJourney, describeRule, type Journey } from '../journey/index.js';
import type { Evidence } from '../record/index.js';
import { joinWithoutRules } from './testing/live-rules.js';
import { findJourneys } from './testing/every-rule.js';

/** Evidence of a real lab that traced at most one packet a second: of three at a time, two are untraced. */
const directory = 'src/evidence/fixtures/untraced-drops';
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

interface Read {
  readonly kept: RawTrace;
  readonly before: string;
  readonly after: string;
}

/** Reads the lab's journeys with their rules, with its listings or its trace changed. */
async function read(change: (as: Read) => Partial<Read> = () => ({})): Promise<Journey[]> {
  const [text = '', before = '', after = ''] = await Promise.all(
    ['trace.txt', 'firewall-before.txt', 'firewall-after.txt'].map((file) => readFile(join(directory, file), 'utf8')),
  );
  const as = { kept: parseTraceFile(text)[0]!, before, after };
  const changed = { ...as, ...change(as) };
  return attributeRules(await joinWithoutRules(directory, evidence), [
    interpretTrace(changed.kept, parseSnapshot(changed.before), parseSnapshot(changed.after)),
  ]);
}

const calls = (journeys: readonly Journey[]): Journey[] => findJourneys(journeys, /TCP SYN to port 8080/);
const selectByCounter = (journeys: readonly Journey[]): Journey[] =>
  journeys.filter(({ rules }) => rules?.some(({ certainty }) => certainty === 'counter'));
const tcp = '-A DOCKER-USER -s 198.51.100.11/32 -p tcp -j DROP';
const counted = `[24:1440] ${tcp}`;

/** A rule as nft prints it. */
const nftRule = 'meta l4proto tcp ip saddr 198.51.100.11 counter packets 24 bytes 1440 drop';

/** Adds the rule to the listings before the traffic, with a packet count. Its handle after the traffic is 20. */
const thereBefore =
  (packets: number, handle: number) =>
  ({ before, kept }: Read): Partial<Read> => ({
    before: before.replace(/(.*-A DOCKER-USER -j RETURN)/, `[${packets}:0] ${tcp}\n$1`),
    kept: {
      ...kept,
      before: kept.before.replace(/(chain DOCKER-USER \{.*\n)/, `$1\t\t${nftRule} # handle ${handle}\n`),
    },
  });

test('an existing rule counts from its counter before the traffic', async (t) => {
  t.is(selectByCounter(await read(thereBefore(0, 20))).length, 17);
  t.is(
    selectByCounter(
      await read((as) => ({ ...thereBefore(76, 20)(as), after: as.after.replace(counted, `[100:6000] ${tcp}`) })),
    ).length,
    17,
  );
});

test('a rule that counted exactly the packets without an end in the trace is found by its counter', async (t) => {
  const journeys = await read();
  t.is(calls(journeys).length, 24);
  const certainties = calls(journeys).map(({ end }) => (end?.rule?.text === tcp ? end.rule.certainty : 'none'));
  t.is(certainties.filter((one) => one === 'traced').length, 7);
  t.is(certainties.filter((one) => one === 'counter').length, 17);
  const [one] = selectByCounter(journeys);
  t.like(one?.end?.rule, { table: 'filter', chain: 'DOCKER-USER', hook: 'forward', position: 3, verdict: 'DROP' });
  t.is(one?.hops[one.end?.rule?.afterHop ?? -1]?.point, 'host.uplink');
  t.deepEqual(selectDecisions(one!).map(describeRule), [`filter: ${tcp} (rule 3, known from its counter)`]);
  t.regex(one?.caveat ?? '', /^10 of 31 packets were traced/, 'what else handled it is not known');
});

test('with two possible rules none is found, and the caveat stays', async (t) => {
  const unnamed = findJourneys(await read(), /echo request/).filter(({ end }) => end?.rule === null);
  t.is(unnamed.length, 4);
  for (const journey of unnamed) {
    t.deepEqual(journey.rules, [], describeJourney(journey));
    t.truthy(journey.caveat);
  }
});

const never: readonly (readonly [string, (as: Read) => Partial<Read>])[] = [
  [
    'it counted more than the packets that are missing',
    ({ after }) => ({ after: after.replace(counted, `[25:1500] ${tcp}`) }),
  ],
  ['it counted fewer', ({ after }) => ({ after: after.replace(counted, `[23:1380] ${tcp}`) })],
  [
    'a rule for a bridge that may have been the way out counted too',
    ({ after }) => ({
      after: after.replace(
        '[0:0] -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP',
        '[1:60] -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP',
      ),
    }),
  ],
  [
    'a rule for the port behind the translation counted too',
    ({ after }) => ({
      after: after.replace(/\[0:0\] (-A DOCKER -d 172.17.0.2\/32 .* --dport 80) -j ACCEPT/, '[1:60] $1 -j DROP'),
    }),
  ],
  ['the policy counted too', ({ after }) => ({ after: after.replace(':FORWARD DROP [0:0]', ':FORWARD DROP [1:60]') })],
  ['its counter was set back: it shows less than before', thereBefore(30, 20)],
  ['its counter was set back: the rule has another handle than before', thereBefore(0, 999)],
  [
    'it was taken out before the rules were listed',
    ({ before, after }) => ({
      before: before.replace(/(.*-A DOCKER-USER -j RETURN)/, `[0:0] ${tcp}\n$1`),
      after: after.replace(`${counted}\n`, ''),
    }),
  ],
  [
    'another came and went',
    ({ kept }) => ({
      kept: { ...kept, trace: `add rule ip filter DOCKER-USER ${nftRule} # handle 999\n${kept.trace}` },
    }),
  ],
  [
    'a foreign table drops packets',
    ({ kept }) => ({
      kept: {
        ...kept,
        after:
          `${kept.after}\ntable inet firewalld { # handle 90\n\tchain filter_FORWARD { # handle 1\n` +
          '\t\tip daddr 203.0.113.0/24 reject # handle 2\n\t}\n}\n',
      },
    }),
  ],
];
for (const [reason, change] of never) {
  test(`no rule is found by its counter if ${reason}`, async (t) => {
    const journeys = await read(change);
    t.deepEqual(
      selectByCounter(journeys).map((journey) => describeJourney(journey)),
      [],
    );
    const ended = calls(journeys).filter(({ end }) => end?.rule === null);
    t.true(ended.length >= 17);
    for (const journey of ended) t.truthy(journey.caveat, describeJourney(journey));
  });
}
