import test from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseTraceFile } from '../../netfilter/index.js';
import { fixtureImage, type Lab, type LanHost } from '../../lab/index.js';
import { runCommand } from '../../process/index.js';
import { joinPatterns, main } from '../testing/docknet.js';
import { listDescendants } from '../testing/processes.js';
import {
  directoryOf,
  joinLines,
  readComments,
  startTrace,
  startTraceMachine,
  testDroppedFlood,
  type RunningTrace,
} from '../testing/trace-machine.js';

/* `docknet trace --rules` on a lab that stands for a user's machine. */
let machine: Lab;
let server: LanHost;
let listFirewall: () => Promise<string>;
let reports: string;

test.before(async () => {
  reports = await mkdtemp(join(tmpdir(), 'docknet-trace-rules-'));
  ({ machine, server, listFirewall } = await startTraceMachine());
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

/** Requests the published port from the LAN host, with what goes before wget. */
const requestPage = (...before: string[]) =>
  runCommand(['/bin/busybox', ...before, 'wget', '-qO', '/dev/null', 'http://198.51.100.2:8080/'], {
    prefix: server.prefix,
  });

/** Starts a command in the container. */
const start = async (...Cmd: string[]): Promise<void> => {
  await (await machine.engine.docker.getContainer('web').exec({ Cmd })).start({ Detach: true });
};

test.serial(
  'a ping and a request to a published port: the rules are named on terminal, page and in the recording',
  async (t) => {
    const before = await listFirewall();
    const running = trace('web');
    await running.waitFor(/Press Ctrl-C to end the trace/);
    t.regex(await tables(), /table inet docknet_trace_\w{10}\n/);
    await requestPage();
    await running.waitFor(/TCP FIN ACK/);
    // On a busy machine the kernel may report a packet after it is shown; of many pings one shows its rule.
    await start('ping', '-c', '60', server.address);
    await running.waitFor(/nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.regex(
      joinLines(stdout),
      /docknet: --rules adds the table inet docknet_trace_\w{10} to this machine’s firewall: .* docknet: Recording at/,
    );
    t.is(await listFirewall(), before);
    for (const [filter, expected] of [
      [
        'tcp.flags.syn == 1 && tcp.flags.ack == 0',
        joinPatterns(
          /destination port 8080 became 80 and TTL 64 became 63; .*/,
          /nat: -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172\.17\.0\.\d+:80 /,
          /\(rule \d+, traced\)/,
        ),
      ],
      [
        'icmp.type == 8',
        joinPatterns(
          /hop 4 of 4 at host\.uplink; source .* became 198\.51\.100\.2 and TTL 64 became 63; .*/,
          /nat: -A POSTROUTING -s 172\.17\.0\.0\/16 ! -o docker0 -j MASQUERADE \(rule \d+, traced\)/,
        ),
      ],
      ['icmp.type == 0', /nat: -A POSTROUTING .* -j MASQUERADE \(rule \d+, undone, known from conntrack\)/],
    ] as const) {
      const comments = await readComments(stdout, filter);
      t.true(
        comments.some((comment) => expected.test(comment)),
        comments.join('\n'),
      );
    }
    const page = await readFile(join(directoryOf(stdout), 'index.html'), 'utf8');
    t.regex(page, /<dt>Rules<\/dt><dd>traced/);
    t.regex(page, /MASQUERADE/);
  },
);

test.serial('a rule added during the trace that drops is named where the packet ended', async (t) => {
  const running = trace('web');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  const rule = ['DOCKER-USER', '-s', server.address, '-p', 'tcp', '-j', 'DROP'];
  await machine.runOnHost(['iptables', '-I', ...rule]);
  await requestPage('timeout', '1', '/bin/busybox');
  await running.waitFor(/8080 {2}TCP SYN/);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const ending = joinPatterns(
    /hop 1 of 1 at host\.uplink; .*seen no further than host\.uplink: /,
    /DROP by -A DOCKER-USER -s \S+ -p tcp -j DROP in filter/,
  );
  const comments = await readComments(stdout, 'tcp.flags.syn == 1');
  t.true(
    comments.some((comment) => ending.test(comment)),
    comments.join('\n'),
  );
  await machine.runOnHost(['iptables', '-D', ...rule]);
});

/** Returns the packets that a trace's table counted as of interest. */
async function countTraced(stdout: string): Promise<number> {
  const { after } = parseTraceFile(await readFile(join(directoryOf(stdout), 'trace.txt'), 'utf8'))[0]!;
  return [...after.matchAll(/counter packets (\d+) bytes \d+ comment "of interest"/g)].reduce(
    (sum, [, packets]) => sum + Number(packets),
    0,
  );
}

test.serial(
  'with a filter only packets that may match are traced: a flood of others does not use up the limit',
  async (t) => {
    const running = trace('web', '--filter', 'tcp port 80');
    await running.waitFor(
      joinPatterns(
        /at\s+most\s+400\s+a\s+second[^]*Only\s+packets\s+that\s+may\s+match\s+the\s+filter/,
        /[^]*Press Ctrl-C to end the trace/,
      ),
    );
    await exec('sh', '-c', `for n in 1 2 3; do ping -q -c 500 -i 0.001 -W 1 ${server.address} & done; wait`);
    await requestPage();
    await running.waitFor(/TCP FIN ACK/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    t.true((await countTraced(stdout)) < 100);
    const comments = await readComments(stdout, 'tcp.port == 80 && frame.interface_name == "docker0"');
    t.true(comments.length > 5);
    for (const comment of comments) {
      t.notRegex(comment, /may be incomplete/);
      t.regex(
        comment,
        joinPatterns(
          / nat: -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172\.17\.0\.\d+:80 /,
          /\(rule \d+, (traced|(undone, )?known from conntrack)\)/,
        ),
        'it matches the filter only behind the translation',
      );
    }
  },
);

test.serial('a filter for the masqueraded packet: the rule that masquerades it is named', async (t) => {
  const running = trace('web', '--filter', 'tcp port 81 and host 198.51.100.2');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  await exec('wget', '-qO', '/dev/null', `http://${server.address}:81/`);
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const comments = await readComments(stdout, 'tcp');
  t.is(comments.length, 2, comments.join('\n'));
  const rule = 'nat: -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE';
  t.true(comments[0]!.includes(`${rule} (rule 1, traced)`), comments[0]);
  t.true(comments[1]!.includes(`${rule} (rule 1, undone, known from conntrack)`), comments[1]);
});

test.serial('a filter that the kernel cannot apply is reported', async (t) => {
  const { status, stdout, stderr } = await trace('web', '--filter', 'icmp[0] == 8', '--for', '100ms').ended;
  t.is(status, 0, stderr);
  t.regex(
    joinLines(stdout),
    /The kernel cannot apply this filter, so all packets of these containers count towards the 400\./,
  );
});

test.serial('of a dropped flood the rule is named for every packet, from its counter beyond the limit', async (t) => {
  await testDroppedFlood(t, { machine, server, listFirewall }, reports);
});

test.serial(
  'a container on the network host that starts during the trace: the machine’s own packets are traced then',
  async (t) => {
    const open = await machine.engine.docker.createContainer({
      name: 'open',
      Image: fixtureImage,
      Cmd: ['sleep', '2147483647'],
      HostConfig: { NetworkMode: 'host' },
    });
    const running = trace('web', 'open', '--filter', `icmp and host ${server.address}`);
    await running.waitFor(/open is not running; it is traced as soon as it starts[^]*Press Ctrl-C to end the trace/);
    await open.start();
    await running.waitFor(/open shares this\s+machine’s own network/);
    await machine.runOnHost(['iptables', '-I', 'OUTPUT', '-d', server.address, '-p', 'icmp', '-j', 'ACCEPT']);
    await machine.runOnHost(['/bin/busybox', 'ping', '-c', '1', server.address]);
    await running.waitFor(/host → \S+ +ICMP echo request/);
    const { status, stdout, stderr } = await running.interrupt();
    t.is(status, 0, stderr);
    const comments = await readComments(stdout, 'icmp.type == 8 && ip.src == 198.51.100.2');
    t.true(
      comments.some((comment) => /filter: -A OUTPUT -d \S+ -p icmp -j ACCEPT \(rule 1, traced\)/.test(comment)),
      comments.join('\n'),
    );
    await machine.runOnHost(['iptables', '-D', 'OUTPUT', '-d', server.address, '-p', 'icmp', '-j', 'ACCEPT']);
    await machine.engine.removeContainer('open');
    t.notRegex(await tables(), /docknet_trace/);
  },
);

test.serial('a killed trace leaves no rule', async (t) => {
  const before = await listFirewall();
  const running = trace('web');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  t.not(await listFirewall(), before);
  for (const { pid, name } of await listDescendants(running.pid))
    if (name === 'node' || name === 'MainThread') process.kill(pid, 'SIGKILL');
  await running.ended;
  for (const deadline = performance.now() + 60_000; (await listFirewall()) !== before && performance.now() < deadline;)
    await delay(100);
  t.is(await listFirewall(), before);
});

test.serial('doctor --clean removes the table if its guard was killed too', async (t) => {
  const before = await listFirewall();
  const running = trace('web');
  await running.waitFor(/Press Ctrl-C to end the trace/);
  await runCommand(['kill', '-KILL', ...(await listDescendants(running.pid)).reverse().map(({ pid }) => String(pid))]);
  await running.ended;
  t.regex(await tables(), /docknet_trace/);
  const { stdout } = await machine.runOnHost([process.execPath, main, 'doctor', '--clean']);
  t.regex(stdout, /Removed leftovers of killed runs and fetches:\n {2}nft delete table inet docknet_trace_/);
  t.is(await listFirewall(), before);
});
