import { closeSync, openSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { interfaceBlock, packetBlock, sectionHeader, statisticsBlock } from '../capture/testing/packet-block.js';
import type { TopologyFile } from '../evidence/index.js';
import { flags, frameBytes, type FrameSpec } from '../report/testing/journey-builder.js';

/** Addresses in the recording: a container behind masquerade, and a LAN host. */
const addresses = { web: '172.18.0.2', gateway: '172.18.0.1', host: '198.51.100.2', server: '198.51.100.11' } as const;

/** The points, from the container outward. */
export const pathPoints = ['web.eth0', 'br-app', 'host.uplink', 'server.eth0'] as const;

const regions = ['container', 'host', 'host', 'lan'] as const;
const network = {
  kind: 'network',
  key: 'app',
  name: 'app',
  id: 'a',
  subnet: '172.18.0.0/16',
  gateway: addresses.gateway,
  bridge: 'br-app',
} as const;
const topology: TopologyFile = {
  topology: {
    engine: { version: '20.10.24', kind: 'private', firewallBackend: 'iptables' },
    host: {
      address: addresses.host,
      secondaryAddress: '198.51.100.3',
      uplink: 'uplink',
      mac: '02:00:00:00:00:01',
      secondLan: null,
      docker0: {
        ...network,
        key: 'bridge',
        name: 'bridge',
        subnet: '172.17.0.0/16',
        gateway: '172.17.0.1',
        bridge: 'docker0',
      },
    },
    places: {
      app: network,
      web: {
        kind: 'container',
        key: 'web',
        name: 'web',
        id: 'w',
        on: 'app',
        address: addresses.web,
        mac: null,
        veth: 'veth0',
        pid: null,
        alsoOn: [],
        serve: null,
        ports: {},
      },
      server: {
        kind: 'lan-host',
        key: 'server',
        address: addresses.server,
        subnet: '198.51.100.0/24',
        mac: '02:00:00:00:00:02',
      },
    },
    points: pathPoints.map((name, order) => ({ name, interface: name, region: regions[order] ?? 'host', order })),
  },
  outcome: { kind: 'ping', from: 'web', to: 'server', answered: true, ttl: 63, complaint: '', milliseconds: 1 },
  proof: { lost: 0, unproven: [] },
};
/** The files of the recording's check, nat/masquerade, in its directory. */
export const evidence = {
  recording: 'recording.pcapng',
  firewallBefore: 'before.txt',
  firewallAfter: 'after.txt',
  nftBefore: null,
  nftAfter: null,
  topology: 'topology.json',
  trace: null,
  engineLog: null,
} as const;

/** Writes the evidence of a nat/masquerade with a long recording: topology, firewall and frames. */
export async function writeLongEvidence(directory: string, frames: number, perSecond: number): Promise<void> {
  writeLongRecording(join(directory, evidence.recording), frames, perSecond);
  await Promise.all([
    writeFile(join(directory, evidence.topology), JSON.stringify(topology)),
    writeFile(join(directory, evidence.firewallBefore), listing(0)),
    writeFile(join(directory, evidence.firewallAfter), listing(1)),
  ]);
}

const listing = (flows: number): string =>
  [
    '*nat',
    ':POSTROUTING ACCEPT [0:0]',
    `[${flows}:84] -A POSTROUTING -s ${network.subnet} ! -o br-app -j MASQUERADE`,
    'COMMIT',
    '',
  ].join('\n');

/** Nanoseconds since the epoch. */
const started = 1_767_225_600_000_000_000n;
/** Packets of one point in a row: what a ring holds when it is read about every 20 ms. */
const packetsAtOnce = 500;

/** A packet's pcapng block at each point. */
interface Template {
  readonly blocks: readonly Buffer[];
  /**
   * Offset of the TCP number that increases: the sequence number of data, else the acknowledgement; null without TCP.
   */
  readonly progressOffset: number | null;
  /** Whether the packet goes to the container. */
  readonly inward: boolean;
}

/** Offsets in an enhanced packet block: the frame, its IPv4 identification, its TCP header. */
const offsets = { frame: 28, id: 28 + 14 + 4, tcp: 28 + 14 + 20 } as const;

function makeTemplate(spec: FrameSpec, outward: boolean): Template {
  const blocks = pathPoints.map((point, n) => {
    const beyond = n >= 2;
    const changed = outward
      ? { ...spec, source: beyond ? addresses.host : spec.source, ttl: beyond ? spec.ttl - 1 : spec.ttl }
      : { ...spec, destination: beyond ? addresses.host : addresses.web, ttl: beyond ? spec.ttl : spec.ttl - 1 };
    const bytes = frameBytes(changed);
    return packetBlock(pathPoints.indexOf(point), started, bytes, bytes.length);
  });
  return {
    blocks,
    inward: !outward,
    progressOffset: spec.transport.kind === 'tcp' ? offsets.tcp + (outward ? 8 : 4) : null,
  };
}

const data = 'x'.repeat(1448);
const tcp = (source: string, destination: string, ports: readonly [number, number], payload: string): FrameSpec => ({
  source,
  destination,
  ttl: 64,
  id: 0,
  transport: { kind: 'tcp', sourcePort: ports[0], destinationPort: ports[1], flags: flags.ack, sequence: 0, payload },
});
const datagram: FrameSpec = {
  source: addresses.web,
  destination: addresses.server,
  ttl: 64,
  id: 0,
  transport: { kind: 'udp', sourcePort: 5000, destinationPort: 6000, payload: 'y'.repeat(64) },
};
const echo = (source: string, destination: string, type: number): FrameSpec => ({
  source,
  destination,
  ttl: 64,
  id: 0,
  transport: { kind: 'icmp', type, id: 7, sequence: 0 },
});

/**
 * Writes a recording of a masqueraded container's traffic at four points, as docknet's recorder does: a download
 * (segments of
 * 1,448 bytes and their acknowledgements), datagrams, and at the end a ping and its reply.
 *
 * @param frames A multiple of four.
 * @param perSecond Frames per second.
 */
export function writeLongRecording(path: string, frames: number, perSecond: number): void {
  const packets = frames / pathPoints.length;
  const traffic = [
    makeTemplate(tcp(addresses.server, addresses.host, [80, 40000], data), false),
    makeTemplate(tcp(addresses.web, addresses.server, [40000, 80], ''), true),
    makeTemplate(tcp(addresses.server, addresses.host, [80, 40000], data), false),
    makeTemplate(datagram, true),
  ];
  const ping = [
    makeTemplate(echo(addresses.web, addresses.server, 8), true),
    makeTemplate(echo(addresses.server, addresses.host, 0), false),
  ];
  const spacing = (1_000_000_000 / perSecond) * pathPoints.length;
  const file = openSync(path, 'w', 0o600);
  writeSync(
    file,
    Buffer.concat([
      sectionHeader(),
      ...pathPoints.map((name) => interfaceBlock({ name, namespace: '/run/netns/host', interface: name }, 262_144, '')),
    ]),
  );
  for (let first = 0; first < packets; first += packetsAtOnce) {
    const count = Math.min(packetsAtOnce, packets - first);
    const batch: Buffer[] = [];
    for (const point of pathPoints.keys()) {
      for (let n = first; n < first + count; n += 1) {
        const packet = n < packets - 2 ? traffic[n % traffic.length]! : ping[n - packets + 2]!;
        const steps = packet.inward ? pathPoints.length - 1 - point : point;
        batch.push(stamp(packet, point, n, started + BigInt(Math.round(n * spacing)) + BigInt(steps * 3000)));
      }
    }
    writeSync(file, Buffer.concat(batch));
  }
  writeSync(
    file,
    Buffer.concat(
      pathPoints.map((point, n) =>
        statisticsBlock(n, started, { point, received: packets, dropped: 0, droppedByInterface: 0 }),
      ),
    ),
  );
  closeSync(file);
}

/** Copies a packet's block with its number and time. */
function stamp({ blocks, progressOffset }: Template, point: number, n: number, time: bigint): Buffer {
  const block = Buffer.from(blocks[point]!);
  // The timestamp's high word comes first, in the byte order of the machine.
  block.writeUInt32LE(Number(time >> 32n), 12);
  block.writeUInt32LE(Number(time & 0xffffffffn), 16);
  block.writeUInt16BE(n & 0xffff, offsets.id);
  // Every second packet carries data.
  if (progressOffset !== null) block.writeUInt32BE((Math.ceil(n / 2) * data.length) >>> 0, progressOffset);
  return block;
}
