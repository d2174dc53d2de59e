import test from 'ava';
import { readFileSync } from 'node:fs';
import { parseFirewall } from '../../netfilter/index.js';
import type { Evidence, FactExpectation } from '../expectation.js';
import { policy } from './firewall.js';
import { RuleAssertions } from './rule.js';

/* An engine's own tables before and after a ping from each of two networks and a request to a published port. */
const listing = (moment: string) =>
  parseFirewall(readFileSync(`src/netfilter/iptables/fixtures/engine-nft-${moment}.txt`, 'utf8'), null);
const ruleOf = (table: string, text: string) => new RuleAssertions({ backend: 'iptables', table, text });
const evidence: Evidence = {
  before: listing('before'),
  after: listing('after'),
  shared: false,
  proof: { lost: 0, unproven: [] },
};
const judge = (expectation: FactExpectation, on = evidence) => expectation.judge(on);

const masquerade = ruleOf('nat', 'POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE');
const dnat = ruleOf('nat', 'DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80');
const hairpin = ruleOf('nat', 'POSTROUTING -s 172.17.0.2 -d 172.17.0.2 -p tcp --dport 80 -j MASQUERADE');
const absent = ruleOf('filter', 'DOCKER-USER -i eth0 -j DROP');

test('a rule that is there is found as a person writes it, with its place', (t) => {
  const finding = judge(dnat.present());
  t.true(finding.held);
  t.is(finding.rules?.[0]?.chain, 'DOCKER');
  t.false(judge(dnat.absent()).held);
});

test('a rule that is not there is missing, and what the chain has instead is shown', (t) => {
  const finding = judge(absent.present());
  t.false(finding.held);
  t.regex(
    finding.seen,
    /no such rule; DOCKER-USER has -A DOCKER-USER -s 203\.0\.113\.0\/24 -j DROP; -A DOCKER-USER -j RETURN/,
  );
  t.true(judge(absent.absent()).held);
  t.is(judge(ruleOf('filter', 'NOWHERE -j DROP').present()).seen, 'there is no chain NOWHERE in filter');
});

test('flows are what the rule counted between the two listings', (t) => {
  t.true(judge(masquerade.countedFlows(1)).held);
  t.false(judge(masquerade.countedFlows(2)).held);
  t.true(judge(hairpin.countedPackets(0)).held);
  t.deepEqual([judge(dnat.matched()).held, judge(hairpin.matched()).held], [true, false]);
});

test('a missing rule counts nothing, which is not the same as counting zero', (t) => {
  t.false(judge(absent.countedPackets(0)).held);
});

test('a rule’s position is compared with its chain and another rule', (t) => {
  const back = ruleOf('filter', 'DOCKER-USER -j RETURN');
  const drop = ruleOf('filter', 'DOCKER-USER -s 203.0.113.0/24 -j DROP');
  t.deepEqual(
    [drop.first(), drop.last(), back.first(), back.last()].map((word) => judge(word).held),
    [true, false, false, true],
  );
  t.deepEqual(
    [drop.precedes(back), back.precedes(drop), drop.precedes(absent), absent.first()].map((word) => judge(word).held),
    [true, false, false, false],
  );
  t.false(judge(drop.precedes(dnat)).held, 'a rule of another chain is neither before nor after');
  t.regex(
    judge(back.first()).seen,
    /it is rule 2 of -A DOCKER-USER -s 203\.0\.113\.0\/24 -j DROP; -A DOCKER-USER -j RETURN/,
  );
});

test('on the machine’s own engine others may have used a rule meanwhile, but nobody a rule of ours', (t) => {
  const shared = { ...evidence, shared: true, before: { ...evidence.before }, after: evidence.after };
  t.true(judge(masquerade.countedFlows(1), shared).held);
  t.false(judge(masquerade.countedFlows(2), shared).held, 'never more than were counted');
  t.true(judge(hairpin.countedPackets(0), shared).held);
});

test('a policy is that of a built-in chain', (t) => {
  t.true(judge(policy('filter', 'FORWARD', 'DROP')).held);
  t.false(judge(policy('filter', 'INPUT', 'DROP')).held);
  t.false(judge(policy('filter', 'DOCKER', 'DROP')).held);
});
