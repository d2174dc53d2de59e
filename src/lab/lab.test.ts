import test from 'ava';
import { execa } from 'execa';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customAlphabet } from 'nanoid';
import { findEngine, startContainer } from '../engine/index.js';
import { registerRun, fixtureImage, labName, startPrivateLab, sweep, type Lab } from './index.js';
import { runCommand } from '../process/index.js';

const newRun = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);

async function make(name = labName(newRun(), 1), within = 30_000): Promise<Lab> {
  return startPrivateLab({
    name,
    program: await findEngine({ kind: 'private' }),
    settings: {},
    engineTimeoutMs: within,
  });
}

async function web(lab: Lab) {
  return startContainer(lab.engine, {
    name: 'web',
    image: fixtureImage,
    command: ['sh', '-c', 'httpd -p 80 -h /www && echo ready && exec sleep 2147483647'],
    network: 'bridge',
    aliases: [],
    publish: [{ address: '198.51.100.2', hostPort: 8080, containerPort: 80, protocol: 'tcp' }],
    labels: {},
    timeoutMs: 15_000,
  });
}

/** Everything of the machine's that a lab must not touch. Counters, what the machine itself changes, and what other tests have are left out. */
async function machine(): Promise<string> {
  const show = async (command: string) => (await runCommand(['sh', '-c', command])).stdout;
  const parts = await Promise.all(
    [
      'ip -brief link | cut -c1-30',
      'ip -4 -brief address',
      'ip route show table all | sed "s/ expires [0-9]*sec//"',
      'ip rule',
      'iptables-save | sed "/^#/d; s/\\[[0-9:]*\\]//"',
      'nft -s list ruleset',
      'ip netns list | grep -v ^dn-',
      'sysctl -e net.ipv4.ip_forward net.ipv4.conf.all.forwarding net.ipv4.conf.all.route_localnet net.ipv6.conf.all.forwarding net.bridge.bridge-nf-call-iptables',
      'grep docknet /proc/self/mountinfo | grep -v docknet-test',
      'cat /etc/resolv.conf /etc/hosts',
      'ls /var/run/docker.sock /var/lib/docker 2>&1',
    ].map(show),
  );
  return parts.join('\n---\n');
}

test.serial('a lab, its engine and a container leave the machine as it was', async (t) => {
  const before = await machine();
  const lab = await make();
  t.teardown(() => lab.close());
  const container = await web(lab);
  const [lan] = lab.parts.lans;
  if (lan === undefined) {
    t.fail('no LAN');
    return;
  }
  const client = await lab.lanHost(lan, 1);
  const reached = await runCommand(
    [lab.parts.busybox, 'wget', '-q', '-O', '-', `http://${lan.address}:8080/cgi-bin/client`],
    { prefix: client.prefix },
  );
  t.regex(reached.stdout, /198\.51\.100\.11\]? \d+/, 'the lab works: the container sees the outside client');
  t.regex(
    (await runCommand(['ping', '-c', '1', client.address], { prefix: lab.containerPrefix(container.pid) })).stdout,
    /ttl=63/,
  );
  t.is(await machine(), before, 'while it stands');
  const { pid } = lab.parts.init;
  await lab.close();
  t.is(await machine(), before, 'when it is gone');
  await t.throwsAsync(readFile(`/proc/${pid}/stat`), { code: 'ENOENT' });
  t.is(
    (await execa('find', ['/sys/fs/cgroup', '-maxdepth', '8', '-name', lab.name], { reject: false })).stdout,
    '',
    'no control group is left',
  );
});

test.serial('labs side by side share nothing but the cores', async (t) => {
  const labs = await Promise.all([make(), make(), make()]);
  t.teardown(() => Promise.all(labs.map((lab) => lab.close())));
  const containers = await Promise.all(labs.map(web));
  t.is(new Set(labs.map((lab) => lab.parts.init.pid)).size, 3);
  t.deepEqual(
    containers.map((c) => c.attachments[0]?.address),
    ['172.17.0.2', '172.17.0.2', '172.17.0.2'],
    'the same address thrice, in three worlds',
  );
  for (const lab of labs) t.is((await lab.engine.docker.listContainers()).length, 1);
});

test.serial('killing what holds a lab takes engine and containers down with it', async (t) => {
  const run = newRun();
  const holder = fork(fileURLToPath(new URL('./testing/hold-lab.js', import.meta.url)), [run], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ anchor, name }] = (await once(holder, 'message')) as [{ anchor: number; name: string }];
  const inside = (await readFile(`/proc/${anchor}/task/${anchor}/children`, 'utf8')).trim();
  t.not(inside, '', 'the lab has processes');
  holder.kill('SIGKILL');
  await once(holder, 'close');
  await execa('tail', ['--pid', String(anchor), '-f', '/dev/null'], { timeout: 60_000 });
  await t.throwsAsync(readFile(`/proc/${anchor}/stat`), { code: 'ENOENT' });
  await execa('tail', ['--pid', inside.split(' ')[0] ?? '', '-f', '/dev/null'], { timeout: 60_000 });
  // By this sweep, or by that of another run on this machine.
  await sweep();
  await t.throwsAsync(readFile(`/run/docknet/runs/${run}/owner`), { code: 'ENOENT' }, 'its directory is swept');
  t.is(
    (await execa('find', ['/sys/fs/cgroup', '-maxdepth', '8', '-name', name], { reject: false })).stdout,
    '',
    'and its control groups',
  );
});

test.serial('a sweep leaves a living run alone', async (t) => {
  const entered = await registerRun(newRun());
  t.teardown(() => entered.remove());
  await sweep();
  t.regex(await readFile(join(entered.path, 'owner'), 'utf8'), new RegExp(`^${process.pid} \\d+ pid:\\[\\d+\\]$`));
});

test.serial('a sweep in another process namespace leaves a run alone that it cannot see the process of', async (t) => {
  const entered = await registerRun(newRun());
  t.teardown(() => entered.remove());
  const sweeping = `import(${JSON.stringify(new URL('./sweep.js', import.meta.url).href)}).then(({ sweep }) => sweep()).then((swept) => { process.stdout.write(swept.join()); })`;
  const { exitCode, stdout, stderr } = await execa(
    'unshare',
    ['--kill-child', '--fork', '--pid', '--mount-proc', '--', process.execPath, '--eval', sweeping],
    { reject: false, timeout: 60_000 },
  );
  t.is(exitCode, 0, stderr);
  t.false(stdout.includes(entered.path));
  t.regex(await readFile(join(entered.path, 'owner'), 'utf8'), new RegExp(`^${process.pid} `));
});

test.serial('an engine from a static bundle runs in a lab', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-bundle-'));
  t.teardown(() => rm(directory, { recursive: true }));
  for (const program of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc', 'docker-proxy']) {
    const { stdout } = await execa('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]);
    await symlink(stdout, join(directory, program));
  }
  const program = await findEngine({ kind: 'directory', directory });
  const lab = await startPrivateLab({ name: labName(newRun(), 1), program, settings: {}, engineTimeoutMs: 30_000 });
  t.teardown(() => lab.close());
  t.is((await lab.engine.describe()).version, program.version);
});

test.serial(
  'an engine is upgraded in place: another one starts from its own root on the same data, in the same network',
  async (t) => {
    const program = await findEngine({ kind: 'private' });
    // The machine's own files stand for another root file system with an engine in it.
    const newer = [{ name: 'another', version: '99.0.0', program: { ...program, root: '/' } }];
    const lab = await startPrivateLab({
      name: labName(newRun(), 1),
      program,
      settings: {},
      newer,
      engineTimeoutMs: 30_000,
    });
    t.teardown(() => lab.close());
    const { id } = await lab.engine.createNetwork('kept', {});
    await lab.stopEngine();
    t.throws(
      () => {
        lab.installUpgrade('98.0.0');
      },
      { name: 'LabError', message: /no engine 98\.0\.0 to upgrade to, only 99\.0\.0/ },
    );
    t.false(lab.upgraded);
    lab.installUpgrade('99.0.0');
    await lab.startEngine();
    t.true(lab.upgraded);
    t.is((await lab.engine.network('kept')).id, id);
    t.true(await lab.engine.hasImage(fixtureImage));
    const mounts = await lab.runOnHost([
      'sh',
      '-c',
      'readlink /proc/1/ns/mnt /proc/$(cat /run/docknet/dockerd.pid)/ns/mnt /proc/1/ns/net /proc/$(cat /run/docknet/dockerd.pid)/ns/net',
    ]);
    const [anchorFiles, engineFiles, anchorNetwork, engineNetwork] = mounts.stdout.split('\n');
    t.not(engineFiles, anchorFiles);
    t.is(engineNetwork, anchorNetwork);
    const container = await web(lab);
    t.regex(
      (await runCommand(['ping', '-c', '1', '198.51.100.2'], { prefix: lab.containerPrefix(container.pid) })).stdout,
      /ttl=64/,
    );
  },
);

test.serial('an engine that ends while starting is an error with the end of its log', async (t) => {
  const directory = await fakeEngine(t, 'echo "failed to start daemon: no such luck" >&2; exit 1');
  const program = await findEngine({ kind: 'directory', directory });
  const error = await t.throwsAsync(
    startPrivateLab({ name: labName(newRun(), 1), program, settings: {}, engineTimeoutMs: 30_000 }),
    { name: 'EngineError' },
  );
  t.regex(error.message, /ended with status 1 while starting.*no such luck/s);
});

test.serial('an engine that does not come up in its time is an error with the end of its log', async (t) => {
  const directory = await fakeEngine(t, 'echo "waiting for godot" >&2; exec tail -f /dev/null');
  const program = await findEngine({ kind: 'directory', directory });
  const error = await t.throwsAsync(
    startPrivateLab({ name: labName(newRun(), 1), program, settings: {}, engineTimeoutMs: 5_000 }),
    { name: 'EngineError' },
  );
  t.regex(error.message, /did not come up within 5000 ms.*waiting for godot/s);
});

test.serial('a directory with no engine in it is named', async (t) => {
  await t.throwsAsync(findEngine({ kind: 'directory', directory: '/usr/share/doc' }), {
    message: /neither dockerd .* nor usr\/sbin\/dockerd/,
  });
});

async function fakeEngine(t: { teardown: (fn: () => Promise<void>) => void }, script: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-engine-'));
  t.teardown(() => rm(directory, { recursive: true }));
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'dockerd'),
    `#!/bin/sh\n[ "$1" = --version ] && { echo "Docker version 99.0.0, build none"; exit 0; }\n${script}\n`,
  );
  await chmod(join(directory, 'dockerd'), 0o755);
  return directory;
}

test.serial('a second LAN has an uplink and outside hosts of its own, and can be taken away', async (t) => {
  const lab = await make();
  t.teardown(() => lab.close());
  const standing = async () =>
    (
      await runCommand([
        'sh',
        '-c',
        `nsenter --net=${lab.parts.hostNamespace} ip -brief address; ls ${lab.parts.init.path('/run/netns')}`,
      ])
    ).stdout;
  const before = await standing();
  const far = await lab.lan(2);
  const [one, two] = await Promise.all([lab.lanHost(far, 1), lab.lanHost(far, 2)]);
  t.is(
    (await runCommand([lab.parts.busybox, 'ping', '-c', '1', '-W', '10', far.address], { prefix: one.prefix })).status,
    0,
    'the docker host answers there',
  );
  t.is(
    (await runCommand([lab.parts.busybox, 'ping', '-c', '1', '-W', '10', two.address], { prefix: one.prefix })).status,
    0,
    'its hosts reach each other',
  );
  t.is(
    (
      await runCommand([lab.parts.busybox, 'ping', '-c', '1', '-W', '1', lab.parts.lans[0].address], {
        prefix: one.prefix,
      })
    ).status,
    1,
    'and have no route to the first LAN',
  );
  await lab.removeSecondLan();
  t.is(await standing(), before, 'when it is taken away the docker host is as it was');
  const again = await lab.lanHost(await lab.lan(2), 1);
  t.is(
    (await runCommand([lab.parts.busybox, 'ping', '-c', '1', '-W', '10', far.address], { prefix: again.prefix }))
      .status,
    0,
    'and another one can be made',
  );
});

test.serial('an engine is stopped and started again in its lab, on the data it had', async (t) => {
  const lab = await make();
  t.teardown(() => lab.close());
  const network = await lab.engine.createNetwork('kept', {});
  await lab.stopEngine();
  t.false(await lab.engine.isReachable());
  await lab.startEngine();
  t.is((await lab.engine.network('kept')).id, network.id);
  t.is(lab.engineLog().match(/API listen on/g)?.length, 2, 'both of its lives are in the log');
});

test.serial('a container that exits at once is an error with its exit status and its output', async (t) => {
  const lab = await make();
  t.teardown(() => lab.close());
  const brief = startContainer(lab.engine, {
    name: 'brief',
    image: fixtureImage,
    command: ['sh', '-c', 'echo oh no; exit 3'],
    network: 'none',
    aliases: [],
    publish: [],
    labels: {},
    timeoutMs: 15_000,
  });
  const error = await t.throwsAsync(brief, { name: 'EngineError' });
  t.regex(error.message, /brief could not be started: it exited with status 3 before it was ready\. Its output: oh no/);
});
