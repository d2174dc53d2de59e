import test from 'ava';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../process/index.js';
import { faults, findFault } from './index.js';
import { buildWrapper } from './program.js';
import type { EngineTool } from './types.js';

// Command lines of dockerd 20.10.24 and 28.5.2, from their logs with "debug": true.
const masquerade = '--wait -t nat -I POSTROUTING -s 172.18.0.0/16 ! -o br-65dd04df29e5 -j MASQUERADE';
const dnat = '--wait -t nat -A DOCKER -p udp -d 0/0 --dport 4000 -j DNAT --to-destination 172.17.0.2:5000 ! -i docker0';
const accept = '--wait -t filter -A DOCKER ! -i docker0 -o docker0 -p tcp -d 172.17.0.2 --dport 80 -j ACCEPT';
const within = '--wait -I FORWARD -i br-65dd04df29e5 -o br-65dd04df29e5 -j ACCEPT';

/** Runs a fault's wrapper before a program that prints its arguments. @returns its status and what came through. */
async function call(id: string, line: string): Promise<{ status: number | null; passed: string }> {
  const mistake = findFault(id)?.mistake;
  if (mistake?.kind !== 'program') throw new Error(`${id} has no wrapper`);
  const directory = await mkdtemp(join(tmpdir(), 'docknet-fault-'));
  try {
    const own = join(directory, 'own');
    await runCommand(['mkdir', own]);
    await install(directory, mistake.program, buildWrapper(mistake.program, mistake.script));
    await install(own, mistake.program, '#!/bin/sh\necho "$@"\n');
    const { status, stdout } = await runCommand([join(directory, mistake.program), ...line.split(' ')], {
      env: { PATH: `${directory}:${own}:/usr/bin:/bin` },
    });
    return { status, passed: stdout.trim() };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function install(directory: string, program: EngineTool, text: string): Promise<void> {
  await writeFile(join(directory, program), text, { mode: 0o755 });
}

test('a rule that is not made: nothing is called, and it is not found', async (t) => {
  const id = 'iptables/masquerade-missing';
  t.deepEqual(await call(id, masquerade), { status: 0, passed: '' });
  t.deepEqual(await call(id, masquerade.replace('-I', '-C')), { status: 1, passed: '' });
  t.deepEqual(await call(id, accept), { status: 0, passed: accept });
});

test('a rule that is changed', async (t) => {
  t.is((await call('iptables/masquerade-inside', masquerade)).passed, masquerade.replace(' ! -o br-65dd04df29e5', ''));
  t.is((await call('iptables/accept-any-port', accept)).passed, accept.replace(' --dport 80', ''));
  t.is((await call('iptables/neighbours-dropped', within)).passed, within.replace('ACCEPT', 'DROP'));
  const leaving = within.replace('-o', '! -o');
  t.is((await call('iptables/neighbours-dropped', leaving)).passed, leaving);
});

test('a rule that is left behind', async (t) => {
  const id = 'iptables/dnat-left';
  t.deepEqual(await call(id, dnat), { status: 0, passed: dnat });
  t.deepEqual(await call(id, dnat.replace('-A', '-D')), { status: 0, passed: '' });
});

test('a rule that is there twice', async (t) => {
  t.is((await call('iptables/rules-twice', dnat)).passed, `${dnat}\n${dnat}`);
});

test('every wrapper leaves other command lines alone', async (t) => {
  const programs = faults.filter(({ id, mistake }) => mistake.kind === 'program' && !id.startsWith('docker-proxy/'));
  t.true(programs.length > 30);
  for (const { id } of programs)
    t.deepEqual(await call(id, '--wait --version'), { status: 0, passed: '--wait --version' }, id);
});
