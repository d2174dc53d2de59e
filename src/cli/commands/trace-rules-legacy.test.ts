import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinLines, readComments, startTrace, startTraceMachine, testDroppedFlood } from '../testing/trace-machine.js';

test('with legacy iptables the rules are named too, and the machine’s settings are restored', async (t) => {
  const reports = await mkdtemp(join(tmpdir(), 'docknet-trace-legacy-'));
  const traced = await startTraceMachine('legacy');
  const { machine, server, listFirewall } = traced;
  try {
    const before = await listFirewall();
    const command = ['ping', '-c', '1', server.address];
    const { status, stdout, stderr } = await startTrace(machine, [
      '--output',
      reports,
      '--rules',
      'web',
      '--',
      ...command,
    ]).ended;
    t.is(status, 0, stderr);
    t.regex(joinLines(stdout), /With legacy iptables, the kernel reports through nfnetlink_log/);
    const requests = await readComments(stdout, 'icmp.type == 8');
    t.true(
      requests.some((comment) =>
        /nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE \(rule \d+, traced\)/.test(comment),
      ),
      requests.join('\n'),
    );
    await testDroppedFlood(t, traced, reports);
    t.is(await listFirewall(), before);
  } finally {
    await machine.close();
    await rm(reports, { recursive: true });
  }
});
