import test from 'ava';
import { mkdtemp, readFile, readdir, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { readRecording } from '../../capture/index.js';
import { openFrameSender } from '../../capture/testing/frame-sender.js';
import { findContainer, findEngine, startContainer, type ContainerOptions } from '../../engine/index.js';
import { fixtureImage, labName, parseLinks, startPrivateLab, type Lab, type LanHost } from '../../lab/index.js';
import { runCommand, runOrThrow } from '../../process/index.js';
import { datagramHead, payloadAt } from '../../bench/datagram.js';
import { docknet } from '../testing/docknet.js';
import { startTrace, type RunningTrace } from '../testing/running-trace.js';
import { directoryOf } from '../testing/traced-machine.js';

/*
 * `docknet trace` on a lab that stands for a machine: its engine runs, and so do containers of its owner's. Behind the uplink is
 * a host to talk to, which is the default route's next hop too.
 */
let machine: Lab;
let server: LanHost;
let reports: string;

const order = (name: string, network: string, more: Partial<ContainerOptions> = {}): ContainerOptions => ({
  name,
  network,
  image: fixtureImage,
  command: ['sh', '-c', 'httpd -p 80 -h /www; echo ready && exec sleep 2147483647'],
  aliases: [],
  publish: [],
  labels: {},
  timeoutMs: 30_000,
  ...more,
});

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-trace-'));
  machine = await startPrivateLab({
    name: labName(customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)(), 'machine'),
    program: await findEngine({ kind: 'private' }),
    settings: {},
    engineTimeoutMs: 60_000,
  });
  process.env['DOCKER_HOST'] = `unix://${machine.engine.socket}`;
  server = await machine.lanHost(await machine.lan(1), 1);
  await machine.runOnHost(['ip', 'route', 'add', 'default', 'via', server.address]);
  await machine.engine.createNetwork('app', {});
  await startContainer(
    machine.engine,
    order('web', 'bridge', { publish: [{ address: null, hostPort: 8080, containerPort: 80, protocol: 'tcp' }] }),
  );
  await startContainer(machine.engine, order('db', 'app', { aliases: ['db'] }));
  await startContainer(machine.engine, order('bystander', 'bridge'));
  await startContainer(machine.engine, order('idle', 'bridge'));
  await machine.engine.docker.getContainer('idle').stop({ t: 0 });
});
test.after.always(async () => {
  await machine.close();
  await rm(reports, { recursive: true });
});

const trace = (...args: string[]): RunningTrace => startTrace(machine, ['--output', reports, ...args]);

const exec = async (container: string, ...command: string[]): Promise<void> => {
  const running = await machine.engine.docker.getContainer(container).exec({ Cmd: command, AttachStdout: true });
  const stream = await running.start({});
  await new Promise((resolve) => {
    stream.once('end', resolve).resume();
  });
};

/** What tshark reads of a recording's frames, points from the container outwards. */
async function tshark(recording: string, filter: string, ...fields: readonly string[]): Promise<string[][]> {
  const { stdout } = await runOrThrow([
    'tshark',
    '-Nn',
    '-r',
    recording,
    '-Y',
    filter,
    '-T',
    'fields',
    '-E',
    'occurrence=f',
    ...fields.flatMap((field) => ['-e', field]),
  ]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

/** Resolves when there is a file of that name in the directory. */
async function appears(directory: string, file: string): Promise<void> {
  for await (const { filename } of watch(directory)) if (filename === file) return;
}

test.serial('a command in a container: every packet at every point, what changed where, and the status', async (t) => {
  const { status, stdout, stderr } = await trace('web', '--', 'sh', '-c', `ping -c 1 ${server.address} && exit 7`)
    .ended;
  t.is(status, 0, stderr);
  t.regex(
    stdout,
    /recording at web\.eth0 \(eth0\), web\.veth0 \(veth\w+\), docker0, host\.lo \(lo\), host\.uplink \(uplink\)/,
  );
  t.regex(stdout, /\| 64 bytes from/);
  t.regex(
    stdout.replaceAll(/\s+/g, ' '),
    new RegExp(
      `web → ${server.address} ICMP echo request id \\d+ seq 0 web\\.eth0 › web\\.veth0 › docker0 › \\[source 172\\.17\\.0\\.\\d+ → 198\\.51\\.100\\.2, TTL 64 → 63\\] › host\\.uplink`,
    ),
  );
  t.regex(
    stdout.replaceAll(/\s+/g, ' '),
    /ICMP echo reply id \d+ seq 0 host\.uplink › \[destination 198\.51\.100\.2 → 172\.17\.0\.\d+, TTL 64 → 63\] › docker0 › web\.veth0 › web\.eth0/,
  );
  t.regex(stdout, /the command exited after .*; the command’s exit status was 7\n\d+ frames at 5 points, none lost/);
  for (const line of stdout.split('\n').filter((one) => /^ {2,}\d|^ {12}/.test(one))) t.true(line.length <= 80, line);
  const recording = join(directoryOf(stdout), 'recording.pcapng');
  t.is((await readRecording(recording)).damage, null);
  const echoes = await tshark(
    recording,
    'icmp.type == 8',
    'frame.interface_name',
    'frame.packet_id',
    'frame.comment',
    'ip.src_host',
  );
  t.deepEqual(
    echoes
      .sort((one, other) => one[2]!.localeCompare(other[2]!))
      .map(([point, , comment = '', source]) => [
        point,
        comment.replace(/^packet \d+, /, '').replace(/172\.17\.0\.\d+/, '172.17.0.N'),
        source,
      ]),
    [
      ['web.eth0', 'hop 1 of 4 at web.eth0', 'web'],
      ['web.veth0', 'hop 2 of 4 at web.veth0', 'web'],
      ['docker0', 'hop 3 of 4 at docker0', 'web'],
      ['host.uplink', `hop 4 of 4 at host.uplink; source 172.17.0.N became 198.51.100.2 and TTL 64 became 63`, 'host'],
    ],
  );
  t.is(new Set(echoes.map(([, id]) => id)).size, 1, 'the same packet has the same id at every hop');
  const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
  t.regex(page, /echo request/);
  t.regex(page, /exit status 7/);
});

test.serial(
  'a name behind Docker’s resolver is asked for at the container’s lo; a filter and a snapshot length are told on the page',
  async (t) => {
    const { status, stdout, stderr } = await trace('db', '--filter', 'udp', '--snaplen', '128', '--', 'nslookup', 'db')
      .ended;
    t.is(status, 0, stderr);
    t.regex(stdout, /DNS query A db\n +db\.lo/);
    t.regex(stdout, /DNS answer A db: A 172\.18\.0\.\d+/);
    const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
    t.regex(page, /the first 128 bytes/);
    t.regex(page, /Filter<\/dt><dd>udp/);
  },
);

test.serial(
  'a container that is started again is followed to its new interfaces; others’ traffic is not shown; Ctrl-C ends it with 0',
  async (t) => {
    const running = trace('web');
    await running.until(/Press Ctrl-C to end the trace/);
    await exec('web', 'ping', '-c', '1', server.address);
    await exec('bystander', 'ping', '-c', '1', server.address);
    await machine.engine.docker.getContainer('web').restart({ t: 0 });
    await running.until(/web is recorded at .*web\.eth0#2, web\.veth0#2/s);
    await exec('web', 'ping', '-c', '1', server.address);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.regex(stdout, /web exited with status 137/);
    const shown = stdout.replaceAll(/\s+/g, ' ');
    t.regex(shown, /echo request .* web\.eth0 › web\.veth0 › docker0 › .*host\.uplink/);
    t.regex(shown, /echo request id \d+ seq 0 web\.eth0#2 › web\.veth0#2 › docker0 › \[source/);
    t.notRegex(stdout, /bystander → \S+ +ICMP echo/);
    const { frames } = await readRecording(join(directoryOf(stdout), 'recording.pcapng'));
    for (const point of ['web.eth0', 'web.eth0#2'])
      t.true(
        frames.some((frame) => frame.point === point && !frame.marker),
        point,
      );
    t.regex(await readFile(join(directoryOf(stdout), 'index.html'), 'utf8'), /web is recorded at/);
  },
);

test.serial(
  'a container that is removed and made anew under its name is followed; so is one that joins a traced network',
  async (t) => {
    await startContainer(machine.engine, order('brief', 'app'));
    const running = trace('--network', 'app');
    await running.until(/Press Ctrl-C to end the trace/);
    await machine.engine.removeContainer('brief');
    await running.until(/brief was removed; a new container of that name/);
    await startContainer(machine.engine, order('brief', 'app'));
    await running.until(/brief is recorded at .*brief\.eth0#2/s);
    await startContainer(machine.engine, order('newcomer', 'app'));
    await running.until(/newcomer is recorded at .*newcomer\.eth0/s);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.regex(stdout, /recording at .*db\.eth0.*br-app/);
    await Promise.all(['brief', 'newcomer'].map((name) => machine.engine.removeContainer(name)));
  },
);

test.serial(
  'many containers on a bridge: their points are told in brief, and a flooded packet is in the recording with every copy',
  async (t) => {
    await machine.engine.createNetwork('many', {});
    const names = Array.from({ length: 12 }, (_, n) => `many${n + 1}`);
    for (const name of names) await startContainer(machine.engine, order(name, 'many'));
    const { status, stdout, stderr } = await trace(...names, '--', 'wget', '-q', '-O', '/dev/null', 'http://many12/')
      .ended;
    t.is(status, 0, stderr);
    t.regex(
      stdout,
      /recording at 38 points: lo, eth0, veth0 of 12 containers; br-many \(br-\w+\), host\.uplink \(uplink\)\n/,
    );
    t.regex(stdout, /frames at 38 points, none lost/);
    const copies = new Map<string, Set<string>>();
    for (const [id = '', point = ''] of await tshark(
      join(directoryOf(stdout), 'recording.pcapng'),
      'arp.opcode == 1',
      'frame.packet_id',
      'frame.interface_name',
    ))
      copies.set(id, (copies.get(id) ?? new Set()).add(point));
    t.true(
      [...copies.values()].some(({ size }) => size === 25),
      'one packet at two points of each container, and at the bridge',
    );
    t.regex(
      await readFile(join(directoryOf(stdout), 'index.html'), 'utf8'),
      /flooded by a bridge, a copy to every port/,
    );
    for (const name of names) await machine.engine.removeContainer(name);
  },
);

test.serial(
  'a long trace is annotated while it goes on: ids at every point, nothing left beside the recording',
  async (t) => {
    const packets = 30_000;
    const web = await findContainer(machine.engine, 'web');
    const linksAt = async (entry: readonly string[]) =>
      parseLinks((await runCommand(['ip', '-json', '-details', 'link'], { prefix: entry })).stdout);
    const mac = async (entry: readonly string[], device: string) =>
      (await linksAt(entry)).find(({ name }) => name === device)?.mac ?? '';
    const sender = await openFrameSender(machine.containerNamespace(web?.pid ?? 0), 'eth0');
    const long = join(reports, 'long');
    const running = startTrace(machine, ['--output', long, 'web']);
    await running.until(/Press Ctrl-C to end the trace/);
    const begun = appears(join(long, (await readdir(long))[0] ?? ''), 'recording.pcapng.unfinished');
    await sender.send({
      count: packets,
      length: 90,
      rate: 5_000,
      numbered: true,
      numberAt: payloadAt,
      head: datagramHead(
        {
          sourceMac: await mac(machine.containerNetworkPrefix(web?.pid ?? 0), 'eth0'),
          destinationMac: await mac(machine.hostNetworkPrefix, 'docker0'),
          source: web?.attachments[0]?.address ?? '',
          destination: server.address,
        },
        90,
      ),
    });
    await sender.close();
    await begun;
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    const directory = directoryOf(stdout);
    t.deepEqual((await readdir(directory)).sort(), ['index.html', 'recording.pcapng']);
    const seen = new Map<string, string[]>();
    for (const [id = '', point = ''] of await tshark(
      join(directory, 'recording.pcapng'),
      'udp.dstport == 9 && !icmp',
      'frame.packet_id',
      'frame.interface_name',
    ))
      seen.set(id, [...(seen.get(id) ?? []), point]);
    t.is(seen.size, packets);
    t.true([...seen.values()].every((points) => points.sort().join() === 'docker0,host.uplink,web.eth0,web.veth0'));
  },
);

test.serial('an interface that goes away is told, and the others are recorded to the end', async (t) => {
  await startContainer(machine.engine, order('twofold', 'bridge'));
  await machine.engine.connect('app', 'twofold');
  const running = trace('twofold');
  await running.until(/recording at .*twofold\.eth1.*Ctrl-C/s);
  await machine.engine.docker.getNetwork('app').disconnect({ Container: 'twofold' });
  // Both ends go together; where the machine is busy they are told of one by one.
  for (const end of ['eth1', 'veth1'])
    await running.until(new RegExp(`Recording at .*twofold\\.${end}\\b.* has ended: The interface disappeared`));
  await exec('twofold', 'ping', '-c', '1', server.address);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  t.regex(stdout.replaceAll(/\s+/g, ' '), /echo request .* twofold\.eth0 › twofold\.veth0 › docker0/);
  await machine.engine.removeContainer('twofold');
});

test.serial(
  'a container on the network none has its lo, one on host the host’s interfaces, one that does not run its bridge',
  async (t) => {
    await startContainer(machine.engine, order('alone', 'none'));
    await startContainer(
      machine.engine,
      order('open', 'host', { command: ['sh', '-c', 'echo ready && exec sleep 2147483647'] }),
    );
    for (const [name, points] of [
      ['alone', /recording at alone\.lo \(lo\)\n/],
      ['open', /recording at host\.lo \(lo\), host\.uplink \(uplink\)\n/],
      ['idle', /idle is not running; it is traced[^]*recording at docker0, host\.uplink/],
    ] as const) {
      const { status, stdout, stderr } = await trace(name, '--for', '100ms').ended;
      t.is(status, 0, stderr);
      t.regex(stdout, points);
      t.regex(stdout, /time limit reached/);
    }
    await Promise.all(['alone', 'open'].map((name) => machine.engine.removeContainer(name)));
  },
);

test.serial('what cannot be served is said before anything is recorded', async (t) => {
  const before = await readdir(reports);
  for (const [args, status, message] of [
    [['web', '--filter', 'tcp prot 80'], 2, /--filter 'tcp prot 80': libpcap says: .*syntax error/],
    [['wep'], 2, /The engine has no container "wep"\. Did you mean web\?/],
    [['--network', 'apq'], 2, /The engine has no network "apq"\. Did you mean app\?/],
    [['idle', '--', 'true'], 2, /Cannot run a command in the container idle: it is not running/],
    [['web', '--host', 'unix:///run/none.sock'], 3, /no engine answers on \/run\/none\.sock/],
  ] as const) {
    const ended = await trace(...args).ended;
    t.is(ended.status, status, ended.stdout + ended.stderr);
    t.regex(ended.stderr, message);
  }
  t.deepEqual(await readdir(reports), before);
});

test('without root the message says so', async (t) => {
  const { exitCode, stderr } = await docknet(['trace', 'web'], {
    through: ['setpriv', '--reuid', '65534', '--clear-groups', '--'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /docknet trace must run as root.*sudo docknet trace/);
});

test.serial('an engine that goes away is waited for, and its containers are followed again', async (t) => {
  const running = trace('web', 'db');
  await running.until(/Press Ctrl-C to end the trace/);
  await machine.stopEngine();
  await running.until(/The engine has gone away/);
  await machine.startEngine();
  await running.until(/The engine answers again/);
  await machine.engine.docker.getContainer('db').start();
  await running.until(/db is recorded at .*db\.eth0#2/s);
  const { status, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
});
