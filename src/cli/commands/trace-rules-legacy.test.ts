import test from 'ava';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { droppedFlood } from '../testing/flood.js';
import { startTrace } from '../testing/running-trace.js';
import { commentsIn, oneLine, tracedMachine } from '../testing/traced-machine.js';

test('where iptables is the legacy one its rules are named too, and what that takes is put back', async (t) => {
  const reports = await mkdtemp(join(tmpdir(), 'docknet-trace-legacy-'));
  const traced = await tracedMachine('legacy');
  const { machine, server, firewall } = traced;
  try {
    const before = await firewall();
    const { status, stdout, stderr } = await startTrace(machine, [
      '--output',
      reports,
      '--rules',
      'web',
      '--',
      'ping',
      '-c',
      '1',
      server.address,
    ]).ended;
    t.is(status, 0, stderr);
    t.regex(oneLine(stdout), /iptables is the legacy one here, so what is traced is told through nfnetlink_log/);
    const requests = await commentsIn(stdout, 'icmp.type == 8');
    t.true(
      requests.some((comment) =>
        /nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE \(rule \d+, traced\)/.test(comment),
      ),
      requests.join('\n'),
    );
    await droppedFlood(t, traced, reports);
    t.is(await firewall(), before);
  } finally {
    await machine.close();
    await rm(reports, { recursive: true });
  }
});
