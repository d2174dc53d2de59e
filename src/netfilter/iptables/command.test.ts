import test from 'ava';
import { FirewallError, invertCommand } from '../index.js';

for (const [command, undone] of [
  ['-I DOCKER-USER -i eth0 -j DROP', '-D DOCKER-USER -i eth0 -j DROP'],
  ['-I DOCKER-USER 3 -i eth0 -j DROP', '-D DOCKER-USER -i eth0 -j DROP'],
  ['-A FORWARD -j DROP', '-D FORWARD -j DROP'],
  [
    '-t nat -A OUTPUT -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80',
    '-t nat -D OUTPUT -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80',
  ],
  [
    '--table nat --insert OUTPUT 2 --jump LOG --log-prefix "-A x"',
    '--table nat -D OUTPUT --jump LOG --log-prefix "-A x"',
  ],
  ['--append=INPUT -j DROP -t filter', '-D INPUT -j DROP -t filter'],
  ["-A INPUT -m comment --comment 'not  -D at all' -j DROP", "-D INPUT -m comment --comment 'not  -D at all' -j DROP"],
  ['-w 5 -A INPUT', '-w 5 -D INPUT'],
  ['-t nat -N SHARED', '-t nat -X SHARED'],
] as const) {
  test(`undoes ${command} with ${undone}`, (t) => {
    t.is(invertCommand(command), undone);
  });
}

for (const command of [
  '-D INPUT -j DROP',
  '-F',
  '-P FORWARD ACCEPT',
  '-X',
  '-j DROP',
  '',
  '-A INPUT -A FORWARD -j DROP',
  '-A',
  '-I INPUT x -j DROP',
  '-A INPUT 2 -j DROP',
  '-R INPUT 1 -j DROP',
  '-A INPUT -m comment --comment "x',
]) {
  test(`rejects "${command}", which has no inverse`, (t) => {
    t.throws(() => invertCommand(command), { instanceOf: FirewallError });
  });
}
