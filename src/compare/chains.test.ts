import test from 'ava';
import { sortRaced } from './chains.js';

const owners = { networks: ['blue', 'red'], containers: ['web', 'db'] };
const order = (...rules: string[]) => sortRaced(rules, owners);

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

test('rules of containers that start at the same time are sorted, as the engine adds them in turns', (t) => {
  // 20.10.24, publish/binding-option, in two runs.
  const [web81, db, web80] = [
    '-d web ! -i br-blue -o br-blue -p tcp -m tcp --dport 81 -j ACCEPT',
    '-d db ! -i br-red -o br-red -p tcp -m tcp --dport 80 -j ACCEPT',
    '-d web ! -i br-blue -o br-blue -p tcp -m tcp --dport 80 -j ACCEPT',
  ];
  t.deepEqual(order(db, web81, web80), order(web81, db, web80));
  const [nat81, natDb, nat80] = [
    '! -i br-blue -p tcp -m tcp --dport 8081 -j DNAT --to-destination web:81',
    '! -i br-red -p tcp -m tcp --dport 8082 -j DNAT --to-destination db:80',
    '-d 127.0.0.1 ! -i br-blue -p tcp -m tcp --dport 8080 -j DNAT --to-destination web:80',
  ];
  t.deepEqual(order('-i br-red -j RETURN', natDb, nat81, nat80), order('-i br-red -j RETURN', nat81, natDb, nat80));
});

test('the rules of one container’s ports are sorted, with ports that the engine draws', (t) => {
  // 20.10.24, ipv6/udp-published and ipv6/published-both, in two runs.
  const [udp, tcp] = [
    '-d web ! -i br-app -o br-app -p udp -m udp --dport 5000 -j ACCEPT',
    '-d web ! -i br-app -o br-app -p tcp -m tcp --dport 80 -j ACCEPT',
  ];
  t.deepEqual(order(udp, tcp), order(tcp, udp));
  const [nat80, nat81, nat82] = [
    '! -i br-app -p tcp -m tcp --dport 8080 -j DNAT --to-destination web:80',
    '! -i br-app -p tcp -m tcp --dport (ephemeral, for web’s 81/tcp) -j DNAT --to-destination web:81',
    '! -i br-app -p tcp -m tcp --dport 8082 -j DNAT --to-destination web:82',
  ];
  t.deepEqual(order(nat82, nat81, nat80), order(nat80, nat82, nat81));
});

test('networks that a restarting engine takes in any order are sorted, the default bridge too', (t) => {
  // 28.5.2, restart/docker-user-stays-first, in two runs.
  const [other, red, docker0] = ['-i br-other -j ACCEPT', '-i br-red -j ACCEPT', '-i docker0 -j ACCEPT'];
  t.deepEqual(
    order('-j DOCKER-BRIDGE', other, red, docker0, other),
    order('-j DOCKER-BRIDGE', red, other, docker0, other),
  );
});

test('a guard of a loopback port beside those of containers', (t) => {
  // 28.5.2, publish/loopback-containers-too, in two runs.
  const [web, guard, db] = [
    '-d web ! -i docker0 -j DROP',
    '-d 127.0.0.1 ! -i lo -p tcp -m tcp --dport 8080 -j DROP',
    '-d db ! -i docker0 -j DROP',
  ];
  t.deepEqual(order(web, guard, db), order(db, web, guard));
});

for (const [what, ...rules] of [
  ['rules without an owner between networks', '-i br-red -j RETURN', '-j LOG', '-i br-blue -j RETURN'],
  ['a network’s rule and a container’s', '-s red.subnet ! -o br-red -j MASQUERADE', '-s db -d db -j MASQUERADE'],
  ['a rule that names two networks', '-i br-red -o br-blue -j DROP', '-i br-blue -j ACCEPT'],
  [
    'rules that can match one packet',
    '-d web -j DROP',
    '-d web -p tcp -m tcp --dport 80 -j ACCEPT',
    '-i br-red -j DROP',
  ],
  ['one port of a container', '-d web -p tcp --dport 80 -j LOG', '-d web -p tcp --dport 80 -j ACCEPT'],
  ['what one network lets out, and another lets in', '-i br-red -j LOG', '-o br-blue -j DROP', '-i br-red -j ACCEPT'],
] as const) {
  test(`the engine’s order is kept: ${what}`, (t) => {
    t.deepEqual(order(...rules), [...rules]);
  });
}
