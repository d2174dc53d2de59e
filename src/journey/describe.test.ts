import test from 'ava';
import { describeHop } from './describe.js';
import { joinFrames } from './join.js';
import { points, readFixture } from './testing/recording.js';
import type { Journey, AppliedRule } from './types.js';

const request: Journey = joinFrames(readFixture('nat'), points).find(
  ({ hops: [first] }) => first?.packet.icmp?.type === 8,
)!;
const rule: AppliedRule = {
  afterHop: 2,
  hook: 'postrouting',
  table: 'nat',
  chain: 'POSTROUTING',
  position: 1,
  text: '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
  verdict: 'MASQUERADE',
  certainty: 'traced',
};

test('a hop without change is described by its position', (t) => {
  t.is(describeHop({ ...request, id: 7 }, 0), 'packet 7, hop 1 of 5 at web.eth0');
});

test('rules are at the hop after them, with their certainty', (t) => {
  const policy: AppliedRule = {
    ...rule,
    afterHop: -1,
    hook: 'prerouting',
    table: 'raw',
    chain: 'PREROUTING',
    position: null,
    text: '-P PREROUTING ACCEPT',
    verdict: 'ACCEPT',
    certainty: 'counter',
  };
  const journey: Journey = { ...request, id: 7, rules: [policy, rule] };
  t.is(
    describeHop(journey, 0),
    'packet 7, hop 1 of 5 at web.eth0; raw: -P PREROUTING ACCEPT (policy, known from its counter)',
  );
  t.is(describeHop(journey, 2), 'packet 7, hop 3 of 5 at docker0');
  t.is(
    describeHop(journey, 3),
    'packet 7, hop 4 of 5 at uplink; source 172.17.0.2 became 198.51.100.2 and TTL 64 became 63; ' +
      'nat: -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE (rule 1, traced)',
  );
});

test('jumps and returns are left out, and a reversed translation is marked', (t) => {
  const undone: AppliedRule = { ...rule, certainty: 'conntrack', undone: true };
  const jumps = ['DOCKER-USER', 'RETURN', 'CONTINUE'].map((verdict): AppliedRule => ({ ...rule, verdict }));
  t.true(
    describeHop({ ...request, rules: [...jumps, undone] }, 3).endsWith(
      'TTL 64 became 63; nat: -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE ' +
        '(rule 1, undone, known from conntrack)',
    ),
  );
});

test('the rule that dropped a packet is at its last hop, with the caveat', (t) => {
  const drop: AppliedRule = {
    ...rule,
    hook: 'forward',
    table: 'filter',
    chain: 'DOCKER-USER',
    text: '-A DOCKER-USER -j DROP',
    verdict: 'DROP',
    certainty: 'conntrack',
  };
  const journey: Journey = {
    ...request,
    id: 7,
    hops: request.hops.slice(0, 3),
    rules: [drop],
    end: { point: 'docker0', rule: drop },
    caveat: 'the trace lost messages',
  };
  t.is(
    describeHop(journey, 2),
    'packet 7, hop 3 of 3 at docker0; filter: -A DOCKER-USER -j DROP (rule 1, known from conntrack); ' +
      'seen no further than docker0: DROP by -A DOCKER-USER -j DROP in filter; ' +
      'its rules may be incomplete: the trace lost messages',
  );
});

test('describing a missing hop throws', (t) => {
  t.throws(() => describeHop(request, 5), { instanceOf: RangeError });
});
