import type { ExecutionContext } from 'ava';
import { startTrace } from './running-trace.js';
import { commentsIn, type TracedMachine } from './traced-machine.js';
import { runCommand } from '../../process/index.js';

/** Of a flood that a rule drops not every packet can be traced; still the rule is told for every one, for its counter counted just these. */
export async function droppedFlood(
  t: ExecutionContext,
  { machine, server }: TracedMachine,
  reports: string,
): Promise<void> {
  const rule = [
    'DOCKER-USER',
    '-s',
    `${server.address}/32`,
    '-p',
    'icmp',
    '-m',
    'icmp',
    '--icmp-type',
    '8',
    '-j',
    'DROP',
  ];
  const route = ['172.17.0.0/16', 'via', '198.51.100.2'];
  await runCommand(['ip', 'route', 'add', ...route], { prefix: server.prefix });
  await machine.runOnHost(['iptables', '-I', ...rule]);
  const running = startTrace(machine, ['--output', reports, '--rules', 'web']);
  await running.until(/Press Ctrl-C to end the trace/);
  // What was seen in the last second of a recording may yet go on, so something else is said for longer than that.
  await runCommand(
    [
      'sh',
      '-c',
      'for n in 1 2 3 4; do /bin/busybox ping -q -c 500 -i 0.001 -W 1 172.17.0.2 & done; wait; /bin/busybox ping -q -c 3 198.51.100.2',
    ],
    { prefix: server.prefix },
  );
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const how = (await commentsIn(stdout, 'icmp.type == 8 && ip.dst == 172.17.0.2')).map(
    (comment) =>
      /filter: -A DOCKER-USER -s \S+ -p icmp -m icmp --icmp-type 8 -j DROP \(rule 1, ([^)]*)\)/.exec(comment)?.[1] ??
      comment,
  );
  t.is(how.length, 2000);
  t.deepEqual([...new Set(how)].sort(), ['known from its counter', 'traced']);
  await machine.runOnHost(['iptables', '-D', ...rule]);
  await runCommand(['ip', 'route', 'del', ...route], { prefix: server.prefix });
}
