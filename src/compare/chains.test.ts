import test from 'ava';
import { sortByOwner } from './chains.js';

const owners = { networks: ['blue', 'red'], containers: ['web', 'db'] };
const order = (...rules: string[]) => sortByOwner(rules, owners);

test('networks created at the same time are sorted, each with its rules in order', (t) => {
  const [red, blue] = [
    ['-o br-red -m conntrack -j ACCEPT', '-o br-red -j DOCKER'],
    ['-o br-blue -m conntrack -j ACCEPT', '-o br-blue -j DOCKER'],
  ];
  t.deepEqual(order('policy DROP', '-j DOCKER-USER', ...red, ...blue, '-o docker0 -j DOCKER'), [
    'policy DROP',
    '-j DOCKER-USER',
    ...blue,
    ...red,
    '-o docker0 -j DOCKER',
  ]);
});

test('containers started at the same time are sorted', (t) => {
  t.deepEqual(order('-d web ! -i br-red -j DROP', '-d db ! -i br-red -j DROP'), [
    '-d db ! -i br-red -j DROP',
    '-d web ! -i br-red -j DROP',
  ]);
});

test('a container’s rules on a second network are sorted with the others', (t) => {
  const [own, further, other] = [
    '-d db ! -i br-red -j DROP',
    '-d db@blue ! -i br-blue -j DROP',
    '-d web ! -i br-blue -j DROP',
  ];
  t.deepEqual(order(own, other, further), [own, further, other]);
  t.deepEqual(order(own, further, other), [own, further, other]);
});

for (const [what, ...rules] of [
  ['the default bridge before or after a network', '-o docker0 -j DROP', '-o br-blue -j DROP'],
  ['rules without an owner between networks', '-i br-red -j RETURN', '-j LOG', '-i br-blue -j RETURN'],
  ['a network’s rule and a container’s', '-s red.subnet ! -o br-red -j MASQUERADE', '-s db -d db -j MASQUERADE'],
  ['a rule that names two networks', '-i br-red -o br-blue -j DROP', '-i br-blue -j ACCEPT'],
  ['networks whose rules are interleaved', '-o br-red -j A', '-o br-blue -j A', '-o br-red -j B', '-o br-blue -j B'],
] as const) {
  test(`the engine’s order is kept: ${what}`, (t) => {
    t.deepEqual(order(...rules), [...rules]);
  });
}
