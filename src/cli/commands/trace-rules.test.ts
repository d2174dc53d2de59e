import test from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseTraceFile } from '../../netfilter/index.js';
import { fixtureImage, type Lab, type LanHost } from '../../lab/index.js';
import { runCommand } from '../../process/index.js';
import { main } from '../testing/docknet.js';
import { droppedFlood } from '../testing/flood.js';
import { descendants } from '../testing/processes.js';
import { startTrace, type RunningTrace } from '../testing/running-trace.js';
import { commentsIn, directoryOf, oneLine, tracedMachine } from '../testing/traced-machine.js';

/* `docknet trace --rules` on a lab that stands for a machine. */
let machine: Lab;
let server: LanHost;
let firewall: () => Promise<string>;
let reports: string;

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-trace-rules-'));
  ({ machine, server, firewall } = await tracedMachine());
});
test.after.always(async () => {
  await machine.close();
  await rm(reports, { recursive: true });
});

const trace = (...args: string[]): RunningTrace => startTrace(machine, ['--output', reports, '--rules', ...args]);
const tables = async (): Promise<string> => (await machine.runOnHost(['nft', 'list', 'tables'])).stdout;

/** Runs a command in the container. */
const exec = async (...Cmd: string[]): Promise<void> => {
  const stream = await (await machine.engine.docker.getContainer('web').exec({ Cmd, AttachStdout: true })).start({});
  await new Promise((resolve) => {
    stream.once('end', resolve).resume();
  });
};

/** Runs a command in the container, and does not wait for its end. */
const start = async (...Cmd: string[]): Promise<void> => {
  await (await machine.engine.docker.getContainer('web').exec({ Cmd })).start({ Detach: true });
};

test.serial(
  'a ping and a request to the published port: which rule did what, on the terminal, on the page and in the recording',
  async (t) => {
    const before = await firewall();
    const running = trace('web');
    await running.until(/Press Ctrl-C to end the trace/);
    t.regex(await tables(), /table inet docknet_trace_\w{10}\n/);
    await runCommand(['/bin/busybox', 'wget', '-qO', '/dev/null', 'http://198.51.100.2:8080/'], {
      prefix: server.prefix,
    });
    await running.until(/TCP FIN ACK/);
    // On a busy machine the kernel's trace of a packet may be told after the packet is shown; of many pings one has its rule beside it.
    await start('ping', '-c', '60', server.address);
    await running.until(/nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.regex(
      oneLine(stdout),
      /docknet: to name rules, the table inet docknet_trace_\w{10} is added to this machine’s firewall: .* docknet: recording at/,
    );
    t.is(await firewall(), before);
    for (const [filter, expected] of [
      [
        'tcp.flags.syn == 1 && tcp.flags.ack == 0',
        /destination port 8080 became 80 and TTL 64 became 63; .*nat: -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172\.17\.0\.\d+:80 \(rule \d+, traced\)/,
      ],
      [
        'icmp.type == 8',
        /hop 4 of 4 at host\.uplink; source .* became 198\.51\.100\.2 and TTL 64 became 63; .*nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE \(rule \d+, traced\)/,
      ],
      ['icmp.type == 0', /nat: -A POSTROUTING .* -j MASQUERADE \(rule \d+, undone, known from conntrack\)/],
    ] as const) {
      const comments = await commentsIn(stdout, filter);
      t.true(
        comments.some((comment) => expected.test(comment)),
        comments.join('\n'),
      );
    }
    const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
    t.regex(page, /Rules on the way<\/dt><dd>named/);
    t.regex(page, /MASQUERADE/);
  },
);

test.serial('a rule that is put in meanwhile and drops: it is named where the packet ended', async (t) => {
  const running = trace('web');
  await running.until(/Press Ctrl-C to end the trace/);
  await machine.runOnHost(['iptables', '-I', 'DOCKER-USER', '-s', server.address, '-p', 'tcp', '-j', 'DROP']);
  await runCommand(
    ['/bin/busybox', 'timeout', '1', '/bin/busybox', 'wget', '-qO', '/dev/null', 'http://198.51.100.2:8080/'],
    { prefix: server.prefix },
  );
  await running.until(/8080 {2}TCP SYN/);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const comments = await commentsIn(stdout, 'tcp.flags.syn == 1');
  t.true(
    comments.some((comment) =>
      /hop 1 of 1 at host\.uplink; .*seen no further than host\.uplink: DROP by -A DOCKER-USER -s \S+ -p tcp -j DROP in filter/.test(
        comment,
      ),
    ),
    comments.join('\n'),
  );
  await machine.runOnHost(['iptables', '-D', 'DOCKER-USER', '-s', server.address, '-p', 'tcp', '-j', 'DROP']);
});

/** Packets of interest that a trace's table counted. */
async function ofInterest(stdout: string): Promise<number> {
  const { after } = parseTraceFile(await readFile(join(directoryOf(stdout), 'trace.txt'), 'utf8'))[0]!;
  return [...after.matchAll(/counter packets (\d+) bytes \d+ comment "of interest"/g)].reduce(
    (sum, [, packets]) => sum + Number(packets),
    0,
  );
}

test.serial(
  'with a filter only what it may let through is traced: a flood of something else takes nothing from it',
  async (t) => {
    const running = trace('web', '--filter', 'tcp port 80');
    await running.until(
      /at\s+most 400 a second[^]*Of\s+these\s+only\s+packets\s+are\s+traced\s+that\s+the\s+filter\s+may\s+let\s+through[^]*Press Ctrl-C to end the trace/,
    );
    await exec('sh', '-c', `for n in 1 2 3; do ping -q -c 500 -i 0.001 -W 1 ${server.address} & done; wait`);
    await runCommand(['/bin/busybox', 'wget', '-qO', '/dev/null', 'http://198.51.100.2:8080/'], {
      prefix: server.prefix,
    });
    await running.until(/TCP FIN ACK/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.true((await ofInterest(stdout)) < 100);
    const comments = await commentsIn(stdout, 'tcp.port == 80 && frame.interface_name == "docker0"');
    t.true(comments.length > 5);
    for (const comment of comments) {
      t.notRegex(comment, /may be incomplete/);
      t.regex(
        comment,
        / nat: -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172\.17\.0\.\d+:80 \(rule \d+, (traced|(undone, )?known from conntrack)\)/,
        'the filter let it through behind the translation alone',
      );
    }
  },
);

test.serial('a filter for what masquerading makes of a packet: the rule that made it is named', async (t) => {
  const running = trace('web', '--filter', 'tcp port 81 and host 198.51.100.2');
  await running.until(/Press Ctrl-C to end the trace/);
  await exec('wget', '-qO', '/dev/null', `http://${server.address}:81/`);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const comments = await commentsIn(stdout, 'tcp');
  t.is(comments.length, 2, comments.join('\n'));
  const rule = 'nat: -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE';
  t.true(comments[0]!.includes(`${rule} (rule 1, traced)`), comments[0]);
  t.true(comments[1]!.includes(`${rule} (rule 1, undone, known from conntrack)`), comments[1]);
});

test.serial('of a filter that the kernel cannot be told the terminal says so', async (t) => {
  const { status, stdout, stderr } = await trace('web', '--filter', 'icmp[0] == 8', '--for', '100ms').ended;
  t.is(status, 0, stderr);
  t.regex(
    oneLine(stdout),
    /What this filter asks for cannot be told to the kernel, so all packets of these containers count towards the 400\./,
  );
});

test.serial(
  'of a flood that a rule drops the rule is told for every packet, by its counter where it was too much to be traced',
  async (t) => {
    await droppedFlood(t, { machine, server, firewall }, reports);
  },
);

test.serial(
  'a container on the network host that is started while rules are named: the machine’s own packets are traced from then on',
  async (t) => {
    const open = await machine.engine.docker.createContainer({
      name: 'open',
      Image: fixtureImage,
      Cmd: ['sleep', '2147483647'],
      HostConfig: { NetworkMode: 'host' },
    });
    const running = trace('web', 'open', '--filter', `icmp and host ${server.address}`);
    await running.until(/open is not running; it is traced as soon as it starts[^]*Press Ctrl-C to end the trace/);
    await open.start();
    await running.until(/open shares this\s+machine’s own network/);
    await machine.runOnHost(['iptables', '-I', 'OUTPUT', '-d', server.address, '-p', 'icmp', '-j', 'ACCEPT']);
    await machine.runOnHost(['/bin/busybox', 'ping', '-c', '1', server.address]);
    await running.until(/host → \S+ +ICMP echo request/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    const comments = await commentsIn(stdout, 'icmp.type == 8 && ip.src == 198.51.100.2');
    t.true(
      comments.some((comment) => /filter: -A OUTPUT -d \S+ -p icmp -j ACCEPT \(rule 1, traced\)/.test(comment)),
      comments.join('\n'),
    );
    await machine.runOnHost(['iptables', '-D', 'OUTPUT', '-d', server.address, '-p', 'icmp', '-j', 'ACCEPT']);
    await machine.engine.removeContainer('open');
    t.notRegex(await tables(), /docknet_trace/);
  },
);

test.serial('a trace that is killed leaves no rule behind', async (t) => {
  const before = await firewall();
  const running = trace('web');
  await running.until(/Press Ctrl-C to end the trace/);
  t.not(await firewall(), before);
  for (const { pid, name } of await descendants(running.pid))
    if (name === 'node' || name === 'MainThread') process.kill(pid, 'SIGKILL');
  await running.ended;
  for (const deadline = performance.now() + 60_000; (await firewall()) !== before && performance.now() < deadline;)
    await delay(100);
  t.is(await firewall(), before);
});

test.serial('where what should remove the table was killed too, doctor --clean does', async (t) => {
  const before = await firewall();
  const running = trace('web');
  await running.until(/Press Ctrl-C to end the trace/);
  for (const { pid } of (await descendants(running.pid)).reverse()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      /* went with its parent */
    }
  }
  await running.ended;
  t.regex(await tables(), /docknet_trace/);
  const { stdout } = await machine.runOnHost([process.execPath, main, 'doctor', '--clean']);
  t.regex(stdout, /Removed what killed runs and fetches had left:\n {2}nft delete table inet docknet_trace_/);
  t.is(await firewall(), before);
});
