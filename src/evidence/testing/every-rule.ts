import type { ExecutionContext } from 'ava';
import { describeJourney, type Journey } from '../../journey/index.js';

const forwarded = [
  'forward filter -A FORWARD -j DOCKER-USER (traced)',
  'forward filter -A DOCKER-USER -j RETURN (traced)',
  'forward filter -A FORWARD -j DOCKER-ISOLATION-STAGE-1 (traced)',
];
const masquerade = 'nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE';
const dnat = 'nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80';

/**
 * Asserts the rules of the packets of `everyRule` (engine 20.10's rules).
 *
 * @param caveat The only caveat that a journey may have.
 */
export function expectEveryRule(t: ExecutionContext, journeys: readonly Journey[], caveat?: RegExp): void {
  for (const journey of journeys) t.true(journey.caveat === undefined || caveat?.test(journey.caveat), journey.caveat);
  const [first, second] = findJourneys(journeys, /^172.17.0.2 → 198.51.100.11: echo request/);
  const out = [
    ...forwarded,
    'forward filter -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2 (traced)',
    'forward filter -A DOCKER-ISOLATION-STAGE-2 -j RETURN (traced)',
    'forward filter -A DOCKER-ISOLATION-STAGE-1 -j RETURN (traced)',
    'forward filter -A FORWARD -i docker0 ! -o docker0 -j ACCEPT (traced)',
  ];
  const back = [
    ...forwarded,
    'forward filter -A DOCKER-ISOLATION-STAGE-1 -j RETURN (traced)',
    'forward filter -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT (traced)',
  ];
  t.deepEqual(
    listRules(first!),
    ['prerouting nat -P PREROUTING ACCEPT (traced)', ...out, `postrouting ${masquerade} (traced)`],
    'a flow’s first packet',
  );
  t.deepEqual(
    listRules(second!),
    [...out, `postrouting ${masquerade} (conntrack)`],
    'a later one, which nat’s chains do not see',
  );
  t.deepEqual(
    findJourneys(journeys, /^198.51.100.11 → 198.51.100.2: echo reply/).map(listRules),
    Array(2).fill([`prerouting ${masquerade} (conntrack, undone)`, ...back]),
  );

  // bridge-nf-call-iptables is 1: the bridge runs prerouting before its own interface sees the frame.
  t.deepEqual(
    [...new Set(first?.rules?.map(({ hook, afterHop: afterHop }) => `${hook} after ${first.hops[afterHop]?.point}`))],
    ['prerouting after web.eth0', 'forward after docker0', 'postrouting after docker0'],
  );

  const [syn] = findJourneys(journeys, /TCP SYN to port 8080 .*docker0/);
  t.deepEqual(listRules(syn!), [
    'prerouting nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER (traced)',
    `prerouting ${dnat} (traced)`,
    ...forwarded,
    'forward filter -A DOCKER-ISOLATION-STAGE-1 -j RETURN (traced)',
    'forward filter -A FORWARD -o docker0 -j DOCKER (traced)',
    'forward filter -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT (traced)',
    'postrouting nat -P POSTROUTING ACCEPT (traced)',
  ]);
  for (const ack of findJourneys(journeys, /^198.51.100.11 → 198.51.100.2: TCP ACK/))
    t.deepEqual(listRules(ack), [`prerouting ${dnat} (conntrack)`, ...back]);
  for (const answer of findJourneys(journeys, /^172.17.0.2 → 198.51.100.11: TCP/))
    t.deepEqual(listRules(answer), [...out, `postrouting ${dnat} (conntrack, undone)`]);
  // The translation is between host.uplink and docker0; web.eth0 sees what docker0 saw.
  t.deepEqual(
    syn?.rules?.map(({ afterHop: after }) => syn.hops[after]?.point),
    syn?.rules?.map(() => 'host.uplink'),
  );

  t.deepEqual(
    journeys.flatMap(({ end }) =>
      end === undefined ? [] : [[end.point, end.rule?.table, end.rule?.text, end.rule?.verdict, end.rule?.position]],
    ),
    [
      ['br-red', 'filter', '-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP', 'DROP', 2],
      ['host.uplink', 'filter', '-P FORWARD DROP', 'DROP', null],
      ['host.uplink', 'filter', '-A DOCKER-USER -s 198.51.100.11/32 -p icmp -j DROP', 'DROP', 2],
      [
        'host.uplink',
        'filter',
        '-A DOCKER-USER -s 198.51.100.11/32 -p tcp -j REJECT --reject-with icmp-port-unreachable',
        'REJECT',
        1,
      ],
    ],
  );
}

/** Lists a journey's rules without a lab's names: `prerouting nat -A DOCKER … -j DNAT … (conntrack, undone)`. */
export function listRules({ rules }: Journey): string[] {
  return (rules ?? []).map(({ hook, table, text, certainty, undone }) => {
    const rule = text.replaceAll(/br-[0-9a-f]{12}/g, 'br-red');
    return `${hook} ${table} ${rule} (${certainty}${undone === true ? ', undone' : ''})`;
  });
}

/** Finds the journeys whose description matches, in order. */
export const findJourneys = (journeys: readonly Journey[], description: RegExp): Journey[] =>
  journeys.filter((journey) => description.test(describeJourney(journey)));
