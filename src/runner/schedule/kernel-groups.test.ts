import test from 'ava';
import { conformance, documented, engine, kernel, shell, type Given } from '../../check/index.js';
import { plainLab } from '../worker/requirements.js';
import { groupByKernel } from './kernel-groups.js';

const check = (id: string, given: Given) =>
  conformance({
    id,
    title: id,
    claim: documented('tour', 'A section', 'A statement.'),
    given,
    when: () => null,
    expect: () => [],
    sabotage: id.endsWith('plain') ? { kind: 'given', given: { machine: kernel({}) } } : () => shell('true'),
  });

const checks = [
  check('a/fib', { machine: kernel({ without: ['nft_fib', 'nft_fib_ipv4'] }), daemon: engine({ iptables: false }) }),
  check('a/any', {}),
  check('a/to-plain', { machine: kernel({ boot: ['ipv6.disable=1'] }) }),
  check('a/fib-again', { machine: kernel({ without: ['nft_fib_ipv4', 'nft_fib'] }) }),
  check('a/pristine', { machine: kernel({}) }),
];

const idsOf = (sabotaged: boolean) => groupByKernel(checks, sabotaged).map((group) => group.checks.map(({ id }) => id));

test('each kernel is booted once, the plain one first', (t) => {
  t.deepEqual(idsOf(false), [['a/any', 'a/pristine'], ['a/fib', 'a/fib-again'], ['a/to-plain']]);
  t.deepEqual(groupByKernel([], false), []);
});

test('a sabotage that gives the plain kernel runs with the plain checks', (t) => {
  t.deepEqual(idsOf(true), [
    ['a/any', 'a/to-plain', 'a/pristine'],
    ['a/fib', 'a/fib-again'],
  ]);
});

test('workers on another kernel start with a lab that comes up there', (t) => {
  const [plain, fib] = groupByKernel(checks, false);
  t.deepEqual(plain?.firstLab, plainLab);
  t.deepEqual(fib?.firstLab.settings, { iptables: false });
});
