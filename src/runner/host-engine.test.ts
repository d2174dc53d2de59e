import test from 'ava';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findEngine, startContainer } from '../engine/index.js';
import { fixtureImage, labName, startPrivateLab, type Lab } from '../lab/index.js';
import { runCommand, type CommandResult } from '../process/index.js';
import { readRecord } from '../record/index.js';
import { newRunId } from './session/names.js';

/*
 * `--engine host` in a lab in place of a machine: its engine runs a container of the owner's, and the owner has a rule
 * in DOCKER-USER.
 */
let machine: Lab;
let reports: string;

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-host-'));
  machine = await startPrivateLab({
    name: labName(newRunId(), 'machine'),
    program: await findEngine({ kind: 'private' }),
    settings: {},
    engineTimeoutMs: 30_000,
  });
  await startContainer(machine.engine, {
    name: 'owners',
    image: fixtureImage,
    command: ['sh', '-c', 'echo ready && exec sleep 2147483647'],
    network: 'host',
    aliases: [],
    publish: [],
    labels: {},
    timeoutMs: 15_000,
  });
  await machine.runOnHost(['iptables', '-I', 'DOCKER-USER', '-s', '192.0.2.77', '-j', 'DROP']);
});
test.after.always(async () => {
  await machine.close();
  await rm(reports, { recursive: true });
});

const docknet = (...args: string[]): Promise<CommandResult> =>
  runCommand(
    [
      'env',
      'CI=',
      'DOCKER_HOST=unix:///run/docknet/docker.sock',
      process.execPath,
      resolve('dist/src/cli/main.js'),
      ...args,
    ],
    { prefix: machine.parts.hostPrefix, timeoutMs: 120_000 },
  );

/** Reads what the machine's owner relies on, without counters and docker0's carrier, which the kernel reports late. */
async function readState(): Promise<string> {
  const { stdout } = await machine.runOnHost([
    'sh',
    '-c',
    [
      'nft list tables',
      'iptables-save | sed "/^#/d; s/\\[[0-9:]*\\]//"',
      'ip -brief address | awk \'{print $1, $3, $4}\' | sed "s/fe80[^ ]*//g"',
      'ip route | sed "s/ linkdown//"',
      'sysctl -a 2>/dev/null | grep -E "ip_forward|route_localnet|rp_filter" | grep -v -E "veth|br-"',
    ].join('; '),
  ]);
  const containers = (await machine.engine.docker.listContainers({ all: true })).map((c) => c.Names[0]);
  const networks = (await machine.engine.networks()).map((n) => n.name).sort();
  const images = (await machine.engine.docker.listImages()).flatMap((i) => i.RepoTags ?? []);
  return JSON.stringify([stdout, containers, networks, images], null, 1);
}

test.serial('without --yes it lists what it would change, and changes nothing', async (t) => {
  const before = await readState();
  const result = await docknet('run', '--engine', 'host', 'nat/masquerade', '--output', reports);
  t.is(result.status, 2);
  t.regex(result.stderr, /--yes/);
  t.regex(result.stderr, /veth/);
  t.is(await readState(), before);
});

test.serial('checks run on the machine’s own engine, and leave it as it was', async (t) => {
  const before = await readState();
  const result = await docknet(
    'run',
    '--engine',
    'host',
    '--yes',
    'nat/masquerade',
    'docker-user/drop-blocks-published',
    'bridge/idle-down',
    '--output',
    reports,
  );
  t.is(result.status, 0, result.stdout + result.stderr);
  const [run = ''] = (await readdir(reports)).filter((name) => !name.includes('.'));
  const { record } = await readRecord(join(reports, run));
  t.deepEqual(record.checks.map((check) => [check.id, check.verdict]).sort(), [
    ['bridge/idle-down', 'not applicable'],
    ['docker-user/drop-blocks-published', 'conforms'],
    ['nat/masquerade', 'conforms'],
  ]);
  t.is(record.cell.engine.kind, 'host');
  t.is(await readState(), before);
});

test.serial('docknet doctor --clean removes what a killed run left', async (t) => {
  const before = await readState();
  const run = 'run --engine host --yes docker-user/drop-blocks-published';
  const script = `
    export DOCKER_HOST=unix:///run/docknet/docker.sock
    ${process.execPath} ${resolve('dist/src/cli/main.js')} ${run} --output ${reports} & docknet=$!
    until iptables -S DOCKER-USER | grep -q -- '-i dn'; do kill -0 $docknet || exit 9; done
    kill -9 $docknet; wait $docknet; echo killed`;
  const { stdout } = await runCommand(['sh', '-c', script], { prefix: machine.parts.hostPrefix, timeoutMs: 60_000 });
  t.regex(stdout, /killed/, 'its rule was there when it was killed');
  t.not(await readState(), before, 'something is left');
  const cleaned = await docknet('doctor', '--clean');
  t.is(await readState(), before, cleaned.stdout + cleaned.stderr);
});
