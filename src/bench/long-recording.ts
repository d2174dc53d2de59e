import { closeSync, openSync, writeSync } from 'node:fs';
import { interfaceBlock, packetBlock, sectionHeader, statisticsBlock } from '../capture/testing/packet-block.js';
import { flags, frameBytes, type FrameSpec } from '../report/testing/journey-builder.js';

/** Who is who in the recording: a container behind masquerade, and an outside host. */
export const cast = {
  web: '172.18.0.2',
  gateway: '172.18.0.1',
  host: '198.51.100.2',
  server: '198.51.100.11',
} as const;

/** From the container outwards. */
export const pathPoints = ['web.eth0', 'br-app', 'host.uplink', 'server.eth0'] as const;

/** Nanoseconds since the epoch. */
const started = 1_767_225_600_000_000_000n;
/** What a ring hands over at a time, in packets, when it is emptied about every 20 ms. */
const packetsAtOnce = 500;

/** One packet's block at each point. */
interface Template {
  readonly blocks: readonly Buffer[];
  /** Offset in the block of the TCP number that goes on: the sequence number of data, the acknowledgement of what has none. */
  readonly progressAt: number | null;
  readonly inwards: boolean;
}

/** Where in an enhanced packet block the frame begins, and in the frame the IPv4 identification and the TCP header. */
const at = { frame: 28, id: 28 + 14 + 4, tcp: 28 + 14 + 20 } as const;

function template(spec: FrameSpec, outwards: boolean): Template {
  const blocks = pathPoints.map((point, n) => {
    const beyond = n >= 2;
    const changed = outwards
      ? { ...spec, source: beyond ? cast.host : spec.source, ttl: beyond ? spec.ttl - 1 : spec.ttl }
      : { ...spec, destination: beyond ? cast.host : cast.web, ttl: beyond ? spec.ttl : spec.ttl - 1 };
    const bytes = frameBytes(changed);
    return packetBlock(pathPoints.indexOf(point), started, bytes, bytes.length);
  });
  return { blocks, inwards: !outwards, progressAt: spec.transport.kind === 'tcp' ? at.tcp + (outwards ? 8 : 4) : null };
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
  source: cast.web,
  destination: cast.server,
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
 * Writes a recording of a masqueraded container's traffic at four points, as docknet's recorder leaves it: a download (segments
 * of 1,448 bytes and their acknowledgements), datagrams, and as the last two packets a ping and its reply.
 *
 * @param frames A multiple of four.
 * @param perSecond Frames per second at which they were seen.
 */
export function writeLongRecording(path: string, frames: number, perSecond: number): void {
  const packets = frames / pathPoints.length;
  const traffic = [
    template(tcp(cast.server, cast.host, [80, 40000], data), false),
    template(tcp(cast.web, cast.server, [40000, 80], ''), true),
    template(tcp(cast.server, cast.host, [80, 40000], data), false),
    template(datagram, true),
  ];
  const ping = [template(echo(cast.web, cast.server, 8), true), template(echo(cast.server, cast.host, 0), false)];
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
        const steps = packet.inwards ? pathPoints.length - 1 - point : point;
        batch.push(stamped(packet, point, n, started + BigInt(Math.round(n * spacing)) + BigInt(steps * 3000)));
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

function stamped({ blocks, progressAt }: Template, point: number, n: number, time: bigint): Buffer {
  const block = Buffer.from(blocks[point]!);
  // A timestamp's high word comes first; the machine that runs this wrote the block in its own order.
  block.writeUInt32LE(Number(time >> 32n), 12);
  block.writeUInt32LE(Number(time & 0xffffffffn), 16);
  block.writeUInt16BE(n & 0xffff, at.id);
  // Every second packet carries data.
  if (progressAt !== null) block.writeUInt32BE((Math.ceil(n / 2) * data.length) >>> 0, progressAt);
  return block;
}
