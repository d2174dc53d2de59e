import type { ExecutionContext } from 'ava';
import { join, resolve } from 'node:path';
import { findEngine, startContainer, type ContainerOptions } from '../../engine/index.js';
import { fixtureImage, labName, startPrivateLab, type Lab, type LanHost } from '../../lab/index.js';
import { ProcessError, runCommand, runOrThrow, startProcess, systemEnvironment } from '../../process/index.js';
import { newRunId } from '../../runner/index.js';
import { main } from './docknet.js';
import { listDescendants } from './processes.js';

/** A lab that stands for a user's machine: a container `web`, published at port 8080, and a LAN host to talk to. */
export interface TraceMachine {
  readonly machine: Lab;
  readonly server: LanHost;
  /** Lists the machine's whole firewall without counters. */
  readonly listFirewall: () => Promise<string>;
}

/** Starts the machine. Once in a process: testcontainers knows one engine. */
export async function startTraceMachine(iptables?: 'legacy'): Promise<TraceMachine> {
  const machine = await startPrivateLab({
    name: labName(newRunId(), 'machine'),
    program: await findEngine({ kind: 'private' }),
    settings: {},
    engineTimeoutMs: 60_000,
    ...(iptables === undefined ? {} : { iptables }),
  });
  process.env['DOCKER_HOST'] = `unix://${machine.engine.socket}`;
  const server = await machine.lanHost(await machine.lan(1), 1);
  await machine.runOnHost(['ip', 'route', 'add', 'default', 'via', server.address]);
  const publish = [{ address: null, hostPort: '8080', containerPort: 80, protocol: 'tcp' }] as const;
  await startContainer(machine.engine, webServer('web', 'bridge', { publish }));
  const list =
    'nft list ruleset | sed "s/packets [0-9]* bytes [0-9]*//"; ' +
    'iptables-save | sed "/^#/d; s/\\[[0-9:]*\\]//"; cat /proc/sys/net/netfilter/nf_log/2';
  return { machine, server, listFirewall: async () => (await machine.runOnHost(['sh', '-c', list])).stdout };
}

/** Options of a container that serves a page on port 80. */
export const webServer = (
  name: string,
  network: string,
  options: Partial<ContainerOptions> = {},
): ContainerOptions => ({
  name,
  network,
  image: fixtureImage,
  command: ['sh', '-c', 'httpd -p 80 -h /www; echo ready && exec sleep 2147483647'],
  aliases: [],
  publish: [],
  labels: {},
  timeoutMs: 30_000,
  ...options,
});

/** A `docknet trace` on a lab that stands for a machine. */
export interface RunningTrace {
  /** The process id of the outermost process; docknet's own is below it. */
  readonly pid: number;
  /** Waits until standard output matches. @throws if the trace ends first, and after a minute. */
  waitFor(pattern: RegExp): Promise<string>;
  /** Sends Ctrl-C and waits for the end. */
  interrupt(): Promise<EndedTrace>;
  readonly ended: Promise<EndedTrace>;
}

export interface EndedTrace {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a trace. */
export function startTrace(machine: Lab, args: readonly string[]): RunningTrace {
  const environment = { ...systemEnvironment, DOCKER_HOST: 'unix:///run/docknet/docker.sock' };
  const running = startProcess([process.execPath, main, 'trace', ...args], {
    prefix: machine.parts.hostPrefix,
    env: environment,
    keepOutput: 1 << 26,
  });
  const ended = running.ended.then(({ status }) => ({ status, stdout: running.stdout, stderr: running.stderr }));
  return {
    pid: running.pid,
    ended,
    waitFor: (pattern) =>
      running.waitForOutput(pattern, { timeoutMs: 60_000 }).catch((cause: unknown) => {
        if (cause instanceof ProcessError) throw new Error(`${cause.message}\n${running.stdout}`, { cause });
        throw cause;
      }),
    interrupt: async () => {
      const node = await findNode(running.pid);
      if (node === undefined) throw new Error('docknet trace is not running');
      process.kill(node, 'SIGINT');
      return ended;
    },
  };
}

/** Finds docknet's process below nsenter; the recorder's process has another name. */
async function findNode(pid: number): Promise<number | undefined> {
  return (await listDescendants(pid)).find(({ name }) => name === 'node' || name === 'MainThread')?.pid;
}

/** Joins lines that the terminal's width wrapped. */
export const joinLines = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Returns the directory of a trace from its output. */
export function directoryOf(stdout: string): string {
  const [, directory = ''] = /^recording: (.*)\/recording\.pcapng$/m.exec(stdout) ?? [];
  // In the lab's mount namespace the working directory is /.
  return resolve('/', directory);
}

/** Reads the comments of a trace's frames with tshark. */
export async function readComments(stdout: string, filter: string): Promise<string[]> {
  const recording = join(directoryOf(stdout), 'recording.pcapng');
  const argv = ['tshark', '-n', '-r', recording, '-Y', filter, '-T', 'fields', '-e', 'frame.comment'];
  return (await runOrThrow(argv)).stdout.trimEnd().split('\n');
}

/** Tests that a flood that a rule drops names the rule for every packet: traced, or known from its counter. */
export async function testDroppedFlood(
  t: ExecutionContext,
  { machine, server }: TraceMachine,
  reports: string,
): Promise<void> {
  const match = `-s ${server.address}/32 -p icmp -m icmp --icmp-type 8 -j DROP`.split(' ');
  const route = ['172.17.0.0/16', 'via', '198.51.100.2'];
  await runCommand(['ip', 'route', 'add', ...route], { prefix: server.prefix });
  await machine.runOnHost(['iptables', '-I', 'DOCKER-USER', ...match]);
  const running = startTrace(machine, ['--output', reports, '--rules', 'web']);
  await running.waitFor(/Press Ctrl-C to end the trace/);
  // A packet in the last second of a recording may still be on its way, so other traffic follows for longer than that.
  const traffic =
    'for n in 1 2 3 4; do /bin/busybox ping -q -c 500 -i 0.001 -W 1 172.17.0.2 & done; wait; ' +
    '/bin/busybox ping -q -c 3 198.51.100.2';
  await runCommand(['sh', '-c', traffic], { prefix: server.prefix });
  const { status, stdout, stderr } = await running.interrupt();
  t.is(status, 0, stderr);
  const rule = /filter: -A DOCKER-USER -s \S+ -p icmp -m icmp --icmp-type 8 -j DROP \(rule 1, ([^)]*)\)/;
  const comments = await readComments(stdout, 'icmp.type == 8 && ip.dst == 172.17.0.2');
  const certainties = comments.map((comment) => rule.exec(comment)?.[1] ?? comment);
  t.is(certainties.length, 2000);
  t.deepEqual([...new Set(certainties)].sort(), ['known from its counter', 'traced']);
  await machine.runOnHost(['iptables', '-D', 'DOCKER-USER', ...match]);
  await runCommand(['ip', 'route', 'del', ...route], { prefix: server.prefix });
}
