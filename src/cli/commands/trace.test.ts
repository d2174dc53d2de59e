import test from 'ava';
import { mkdtemp, readdir, readFile, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHeaders, payloadOffset } from '../../bench/datagram.js';
import { readRecording } from '../../capture/index.js';
import { openFrameSender } from '../../capture/testing/frame-sender.js';
import { findContainer, startContainer } from '../../engine/index.js';
import { parseLinks, type Lab, type LanHost } from '../../lab/index.js';
import { runCommand, runOrThrow } from '../../process/index.js';
import { docknet, joinPatterns } from '../testing/docknet.js';
import {
  directoryOf,
  joinLines,
  startTrace,
  startTraceMachine,
  webServer,
  type RunningTrace,
} from '../testing/trace-machine.js';

/* `docknet trace` on a lab that stands for a user's machine. */
let machine: Lab;
let server: LanHost;
let reports: string;

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-trace-'));
  ({ machine, server } = await startTraceMachine());
  await machine.engine.createNetwork('app', {});
  await startContainer(machine.engine, webServer('db', 'app', { aliases: ['db'] }));
  await startContainer(machine.engine, webServer('idle', 'bridge'));
  await machine.engine.docker.getContainer('idle').stop({ t: 0 });
});
test.after.always(async () => {
  await machine.close();
  await rm(reports, { recursive: true });
});

const trace = (...args: string[]): RunningTrace => startTrace(machine, ['--output', reports, ...args]);

/** Reads fields of a recording's frames with tshark. */
async function tshark(recording: string, filter: string, ...fields: readonly string[]): Promise<string[][]> {
  const options = ['-Nn', '-r', recording, '-Y', filter, '-T', 'fields', '-E', 'occurrence=f'];
  const { stdout } = await runOrThrow(['tshark', ...options, ...fields.flatMap((field) => ['-e', field])]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

/** Waits until a file is made in a directory. */
async function waitForFile(directory: string, file: string): Promise<void> {
  for await (const { filename } of watch(directory)) if (filename === file) return;
}

test.serial(
  'a command in a container: every packet at every point, what changed where, and the exit status',
  async (t) => {
    const { status, stdout, stderr } = await trace('web', '--', 'sh', '-c', `ping -c 1 ${server.address} && exit 7`)
      .ended;
    t.is(status, 0, stderr);
    t.regex(
      stdout,
      /Recording at web\.eth0 \(eth0\), web\.veth0 \(veth\w+\), docker0, host\.lo \(lo\), host\.uplink \(uplink\)/,
    );
    t.regex(stdout, /\| 64 bytes from/);
    t.regex(
      joinLines(stdout),
      new RegExp(
        `web → ${server.address} ICMP echo request id \\d+ seq 0 web\\.eth0 › web\\.veth0 › docker0 › ` +
          '\\[source 172\\.17\\.0\\.\\d+ → 198\\.51\\.100\\.2, TTL 64 → 63\\] › host\\.uplink',
      ),
    );
    t.regex(
      joinLines(stdout),
      joinPatterns(
        /ICMP echo reply id \d+ seq 0 host\.uplink › /,
        /\[destination 198\.51\.100\.2 → 172\.17\.0\.\d+, TTL 64 → 63\] › docker0 › web\.veth0 › web\.eth0/,
      ),
    );
    t.regex(stdout, /the command exited after .* with status 7\n\d+ frames at 5 points, none lost/);
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
        [
          'host.uplink',
          `hop 4 of 4 at host.uplink; source 172.17.0.N became 198.51.100.2 and TTL 64 became 63`,
          'host',
        ],
      ],
    );
    t.is(new Set(echoes.map(([, id]) => id)).size, 1, 'the same packet has the same id at every hop');
    const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
    t.regex(page, /echo request/);
    t.regex(page, /exit status 7/);
  },
);

test.serial('a name is asked for at the container’s lo; the page shows filter and snapshot length', async (t) => {
  const { status, stdout, stderr } = await trace('db', '--filter', 'udp', '--snaplen', '128', '--', 'nslookup', 'db')
    .ended;
  t.is(status, 0, stderr);
  t.regex(stdout, /DNS query A db\n +db\.lo/);
  t.regex(stdout, /DNS answer A db: A 172\.18\.0\.\d+/);
  const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
  t.regex(page, /the first 128 bytes/);
  t.regex(page, /Filter<\/dt><dd>udp/);
});

test.serial(
  'many containers on a bridge: points are listed in brief, a flooded packet is recorded with every copy',
  async (t) => {
    await machine.engine.createNetwork('many', {});
    const names = Array.from({ length: 12 }, (_, n) => `many${n + 1}`);
    for (const name of names) await startContainer(machine.engine, webServer(name, 'many'));
    const { status, stdout, stderr } = await trace(...names, '--', 'wget', '-q', '-O', '/dev/null', 'http://many12/')
      .ended;
    t.is(status, 0, stderr);
    t.regex(
      stdout,
      /Recording at 38 points: lo, eth0, veth0 of 12 containers; br-many \(br-\w+\), host\.uplink \(uplink\)\n/,
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
      /flooded by a bridge: only the copy for the/,
    );
    for (const name of names) await machine.engine.removeContainer(name);
  },
);

test.serial('a long trace is annotated while it runs: ids at every point, no temporary file left', async (t) => {
  const packets = 30_000;
  const web = await findContainer(machine.engine, 'web');
  const linksAt = async (entry: readonly string[]) =>
    parseLinks((await runCommand(['ip', '-json', '-details', 'link'], { prefix: entry })).stdout);
  const mac = async (entry: readonly string[], device: string) =>
    (await linksAt(entry)).find(({ name }) => name === device)?.mac ?? '';
  const sender = await openFrameSender(machine.containerNamespace(web?.pid ?? 0), 'eth0');
  const long = join(reports, 'long');
  const running = startTrace(machine, ['--output', long, 'web']);
  await running.waitFor(/Press Ctrl-C to end the trace/);
  const begun = waitForFile(join(long, (await readdir(long))[0] ?? ''), 'recording.pcapng.unfinished');
  await sender.send({
    count: packets,
    length: 90,
    rate: 5_000,
    numbered: true,
    numberAt: payloadOffset,
    head: encodeHeaders(
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
});

test.serial('an unusable command line is refused before anything is recorded', async (t) => {
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

test('without root: exit status 3, with the command', async (t) => {
  const { exitCode, stderr } = await docknet(['trace', 'web'], {
    prefix: ['setpriv', '--reuid', '65534', '--clear-groups', '--'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /docknet trace must run as root.*sudo docknet trace/);
});
