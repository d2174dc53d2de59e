import { readInOrder, readRecording, surveyRecording, type Frame } from '../../capture/index.js';
import { inTimeOrder, type Sighting } from '../../journey/index.js';
import { decode, defaultDnsPorts } from '../../packet/index.js';

type KeptFrame = Pick<Frame, 'index' | 'point' | 'time' | 'bytes' | 'wireLength' | 'marker'>;

/** Decodes every frame but docknet's own markers. */
export function sightingsOf(frames: readonly KeptFrame[]): Sighting[] {
  const resolver = new ResolverPorts();
  for (const { bytes, wireLength } of frames) resolver.note(bytes, wireLength);
  return frames.flatMap((frame) => frame.marker ? [] : [sightingOf(frame, resolver)]);
}

/** Reads a whole recording's frames, in time order. Throws as readRecording does, and where the recording is damaged. */
export async function readSightings(path: string): Promise<Sighting[]> {
  const { frames, damaged } = await readRecording(path);
  if (damaged !== null) throw new Error(damaged);
  return sightingsOf(frames).sort(inTimeOrder);
}

/**
 * Reads a recording's frames in time order, of whatever length, holding little of it: the file is read twice, and of a TCP
 * segment no more than 512 bytes is at hand, as if the snapshot length had cut it. Throws as `readSightings` does, before
 * the first frame is given.
 */
export async function* streamSightings(path: string): AsyncGenerator<readonly Sighting[], void> {
  const resolver = new ResolverPorts();
  const survey = await surveyRecording(path, ({ bytes, wireLength }) => { resolver.note(bytes, wireLength); });
  if (survey.damaged !== null) throw new Error(survey.damaged);
  for await (const frames of readInOrder(path, survey, wantedOf)) {
    yield frames.flatMap((frame) => frame.marker ? [] : [sightingOf(frame, resolver)]).sort(inTimeOrder);
  }
}

/** Of a long download all but its headers is ballast; DNS over TCP, a whole message in a segment, is read as a whole. */
function wantedOf(bytes: Uint8Array): number {
  const isTcp = bytes[12] === 0x08 && bytes[13] === 0x00 && bytes[23] === 6;
  const headers = 14 + (bytes[14]! & 0x0f) * 4;
  if (!isTcp || bytes.length < headers + 4) return bytes.length;
  const ports = [bytes[headers]! << 8 | bytes[headers + 1]!, bytes[headers + 2]! << 8 | bytes[headers + 3]!];
  return ports.some((port) => defaultDnsPorts.has(port)) ? bytes.length : 512;
}

function sightingOf({ index, point, time, bytes, wireLength }: KeptFrame, resolver: ResolverPorts): Sighting {
  return { index, point, time, packet: decode(bytes, wireLength, resolver.spoken(bytes) ? { dnsPorts: resolver.ports } : undefined) };
}

/** Docker's embedded resolver, 127.0.0.11 (moby, libnetwork/resolver.go). */
const resolverAddress = 0x7f00000b;

/**
 * The ports that the embedded resolver listens on behind its DNAT, as a container's lo shows them: what is spoken on them
 * is DNS, whatever port was drawn. Looked for in the bytes, since nearly every frame of a long recording is none of its.
 */
class ResolverPorts {
  readonly ports = new Set(defaultDnsPorts);

  /** Whether an Ethernet frame holds an IPv4 packet from or to the resolver. */
  spoken(bytes: Uint8Array): boolean {
    return bytes.length >= 34 && bytes[12] === 0x08 && bytes[13] === 0x00 && (addressAt(bytes, 26) === resolverAddress || addressAt(bytes, 30) === resolverAddress);
  }

  note(bytes: Uint8Array, wireLength: number): void {
    if (!this.spoken(bytes)) return;
    const { ip, udp, tcp } = decode(bytes, wireLength);
    const transport = udp ?? tcp;
    if (transport === null) return;
    if (ip?.destination === '127.0.0.11') this.ports.add(transport.destinationPort);
    if (ip?.source === '127.0.0.11') this.ports.add(transport.sourcePort);
  }
}

function addressAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
}
