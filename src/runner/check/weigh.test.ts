import test from 'ava';
import { guard, type AnyCheck, type Expectation, type FactExpectation } from '../../check/index.js';
import { Judge } from './judge.js';
import { check, evidence, expectation, judge, topology } from './testing/judge-check.js';

const rules = (held: boolean, rest: Partial<FactExpectation> = {}): Expectation => ({
  expected: 'the rule is there',
  about: 'rules',
  judge: () => ({ held, seen: held ? 'it is there' : 'there is no chain X in nat', missingChain: 'nat X' }),
  ...rest,
});
const aboutRules = (c: AnyCheck): AnyCheck => ({ ...c, about: 'rules' });

test('behaviour decides; whether the documented rules did it is a finding beside the verdict', (t) => {
  const findings = [[rules(true)], [rules(false)], []].map((lines) => {
    const { verdict, rulesFinding } = judge(check([expectation('one', true), ...lines]));
    return [verdict, rulesFinding];
  });
  t.deepEqual(findings, [
    ['conforms', 'as documented'],
    ['conforms', 'otherwise'],
    ['conforms', null],
  ]);
  const { expectations } = judge(check([expectation('one', true), rules(false)]));
  t.deepEqual(
    expectations.map(({ about, held, missingChain }) => [about, held, missingChain]),
    [
      ['behaviour', true, null],
      ['rules', false, 'nat X'],
    ],
  );
});

test('documented rules do not make up for behaviour that fails', (t) => {
  const { verdict, rulesFinding } = judge(check([expectation('one', false), rules(true)]));
  t.deepEqual([verdict, rulesFinding], ['deviates', 'as documented']);
});

test('a claim about rules is decided by every line', (t) => {
  t.is(judge(aboutRules(check([expectation('one', true), rules(false)]))).verdict, 'deviates');
  t.is(judge(aboutRules(check([expectation('one', false), rules(true)]))).verdict, 'deviates');
  t.is(judge(aboutRules(check([rules(true)]))).verdict, 'conforms');
});

test('a claim about behaviour without a line about it is an error', (t) => {
  const { verdict, reason } = judge(check([rules(true)]));
  t.is(verdict, 'error');
  t.regex(reason, /expects none: add a line about it, or declare about: "rules"/);
});

test('a guard that fails leaves behaviour as expected unproven, and a deviation a deviation', (t) => {
  const { verdict, reason } = judge(check([expectation('one', true), guard(rules(false) as FactExpectation)]));
  t.is(verdict, 'inconclusive');
  t.regex(reason, /seen: there is no chain X in nat; without it the behaviour proves nothing/);
  t.is(judge(check([expectation('one', false), guard(rules(false) as FactExpectation)])).verdict, 'deviates');
});

test('an iptables rule is not judged on the nftables backend, except for a guard', (t) => {
  const onNftables = (c: AnyCheck) =>
    new Judge(c, { ...topology, engine: { ...topology.engine, firewallBackend: 'nftables' } }, null).conclude(evidence);
  const line = rules(false, { iptablesOnly: true }) as FactExpectation;
  t.is(onNftables(check([expectation('one', true), line])).rulesFinding, 'none documented');
  t.is(onNftables(aboutRules(check([expectation('one', true), line]))).verdict, 'not applicable');
  t.is(onNftables(check([expectation('one', true), guard(line)])).verdict, 'inconclusive');
});

test('a known deviation is decided by what behaviour it expects instead', (t) => {
  const known = { engines: '*', instead: [expectation('other', true), rules(false)] };
  const { verdict, rulesFinding } = judge(check([expectation('one', false)], known));
  t.deepEqual([verdict, rulesFinding], ['known deviation', 'otherwise']);
});
