import { join, resolve } from 'node:path';
import { customAlphabet } from 'nanoid';
import { findEngine, startContainer } from '../../engine/index.js';
import { runOrThrow } from '../../process/index.js';
import { fixtureImage, labName, startPrivateLab, type Lab, type LanHost } from '../../lab/index.js';

/** A lab that stands for a machine: a container of its owner's, published at port 8080, and behind the uplink a host to talk to. */
export interface TracedMachine {
  readonly machine: Lab;
  readonly server: LanHost;
  /** Docker's rules, and whatever else is in the machine's firewall; without what counters show. */
  readonly firewall: () => Promise<string>;
}

/** Makes one. Once in a process: testcontainers knows one engine in it. */
export async function tracedMachine(iptables?: 'legacy'): Promise<TracedMachine> {
  const run = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)();
  const machine = await startPrivateLab({
    name: labName(run, 'machine'),
    program: await findEngine({ kind: 'private' }),
    settings: {},
    engineTimeoutMs: 60_000,
    ...(iptables === undefined ? {} : { iptables }),
  });
  process.env['DOCKER_HOST'] = `unix://${machine.engine.socket}`;
  const server = await machine.lanHost(await machine.lan(1), 1);
  await machine.runOnHost(['ip', 'route', 'add', 'default', 'via', server.address]);
  await startContainer(machine.engine, {
    name: 'web',
    network: 'bridge',
    image: fixtureImage,
    command: ['sh', '-c', 'httpd -p 80 -h /www; echo ready && exec sleep 2147483647'],
    aliases: [],
    labels: {},
    timeoutMs: 30_000,
    publish: [{ address: null, hostPort: 8080, containerPort: 80, protocol: 'tcp' }],
  });
  const listed =
    'nft list ruleset | sed "s/packets [0-9]* bytes [0-9]*//"; iptables-save | sed "/^#/d; s/\\[[0-9:]*\\]//"; cat /proc/sys/net/netfilter/nf_log/2';
  return { machine, server, firewall: async () => (await machine.runOnHost(['sh', '-c', listed])).stdout };
}

/** What a terminal's lines say, whatever their width. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The directory that a trace says it has written. */
export function directoryOf(stdout: string): string {
  const [, directory = ''] = /^recording: (.*)\/recording\.pcapng$/m.exec(stdout) ?? [];
  // Entering the lab's mounts has made / the working directory there.
  return resolve('/', directory);
}

/** The comments of a trace's frames, as tshark reads them. */
export async function commentsIn(stdout: string, filter: string): Promise<string[]> {
  const read = await runOrThrow([
    'tshark',
    '-n',
    '-r',
    join(directoryOf(stdout), 'recording.pcapng'),
    '-Y',
    filter,
    '-T',
    'fields',
    '-e',
    'frame.comment',
  ]);
  return read.stdout.trimEnd().split('\n');
}
