import type { Frame } from '../../journey/index.js';
import { describePacket, type Packet } from '../../packet/index.js';
import type { Finding, FrameExpectation } from '../expectation.js';
import type { FrameMatcher } from './frame.js';

/** Values of packets that `sawDifferent` compares. */
const fields = { 'source port': ({ packet }: Frame) => (packet.tcp ?? packet.udp)?.sourcePort };

/** An interface where frames are recorded, and what can be expected of it. */
export class PointAssertions {
  /**
   * @param point Its name in reports: `docker0`, `host.uplink`, `web.eth0`.
   * @param name The interface's name on the host, for use in rules.
   */
  constructor(
    readonly point: string,
    readonly name: string,
  ) {}

  /** Expects at least one such frame here. */
  saw(frame: FrameMatcher): FrameExpectation {
    return this.#expect(`saw ${frame.text}`, 'seen', frame, (collected) =>
      collected.indices.length > 0
        ? { held: true, seen: collected.describeFirst(), frames: collected.indices }
        : { held: false, seen: `not seen among the ${collected.total} frames there${collected.describeOthers()}` },
    );
  }

  /** Expects exactly this many such frames here. A SYN that is sent again counts once. */
  sawTimes(times: number, frame: FrameMatcher): FrameExpectation {
    const often = times === 1 ? 'once' : `${times} times`;
    return this.#expect(`saw ${frame.text} ${often}`, 'seen', frame, (collected) => {
      const found = collected.indices.length;
      return {
        held: found === times,
        seen: `seen ${found} times${found === 0 ? '' : `: ${collected.describeFirst()}`}`,
        frames: collected.indices,
      };
    });
  }

  /**
   * Expects no such frame here. Proves something only if another frame was seen here: see `FrameExpectation.frames`.
   */
  neverSaw(frame: FrameMatcher): FrameExpectation {
    return this.#expect(`never saw ${frame.text}`, 'absent', frame, (collected) =>
      collected.indices.length === 0
        ? { held: true, seen: `none among the ${collected.total} frames there` }
        : { held: false, seen: `seen: ${collected.describeFirst()}`, frames: collected.indices },
    );
  }

  /** Expects at least two such frames here, each with another value: `sawDifferent('source port', …)`. */
  sawDifferent(field: keyof typeof fields, frame: FrameMatcher): FrameExpectation {
    const finding = ({ indices, values }: FrameCollector) => ({
      held: indices.length > 1 && new Set(values).size === indices.length,
      frames: indices,
      seen:
        indices.length === 0
          ? 'no such packet was seen'
          : `seen ${indices.length === 1 ? 'only once' : `${indices.length} times`}, with ${values.join(' and ')}`,
    });
    return this.#expect(`saw a different ${field} in each ${frame.text}`, 'seen', frame, finding, fields[field]);
  }

  /**
   * Expects at least two such frames here, with these gaps between one and the next, in milliseconds:
   * `sawSpaced({ atLeastMs: 900, atMostMs: 2000 }, announcement(web))`.
   */
  sawSpaced(
    { atLeastMs, atMostMs }: { readonly atLeastMs: number; readonly atMostMs: number },
    frame: FrameMatcher,
  ): FrameExpectation {
    const finding = ({ indices, values }: FrameCollector) => {
      const times = values as bigint[];
      const gapsMs = times.slice(1).map((time, n) => Number(time - (times[n] ?? time)) / 1e6);
      const gaps = gapsMs.map((gap) => gap.toFixed(0)).join(', ');
      return {
        held: gapsMs.length > 0 && gapsMs.every((gap) => gap >= atLeastMs && gap <= atMostMs),
        seen: gapsMs.length === 0 ? `seen ${indices.length} times` : `${gaps} ms apart`,
        frames: indices,
      };
    };
    const expected = `saw ${frame.text} ${atLeastMs} to ${atMostMs} ms apart`;
    return this.#expect(expected, 'seen', frame, finding, ({ time }) => time);
  }

  #expect(
    expected: string,
    frames: 'seen' | 'absent',
    matcher: FrameMatcher,
    finding: (collected: FrameCollector) => Finding,
    valueOf?: (frame: Frame) => unknown,
  ): FrameExpectation {
    return {
      about: 'behaviour',
      expected: `${this.point} ${expected}`,
      points: [this.point],
      frames,
      watch: () => {
        const collector = new FrameCollector(this.point, matcher, valueOf);
        return {
          see: (frame) => {
            collector.add(frame);
          },
          finding: () => finding(collector),
        };
      },
    };
  }
}

/** How many other frames a finding names if the expected one is missing. */
const namedOthers = 3;

/** Collects the frames at one point that match a pattern. */
class FrameCollector {
  /** All frames at the point. */
  total = 0;
  /** The matching frames, as indices into the recording. */
  readonly indices: number[] = [];
  /** Their values, if the expectation compares values. */
  readonly values: unknown[] = [];
  #first: Packet | null = null;
  readonly #others: Packet[] = [];
  readonly #syns = new Set<string>();

  constructor(
    readonly point: string,
    readonly matcher: FrameMatcher,
    readonly valueOf?: (frame: Frame) => unknown,
  ) {}

  add(frame: Frame): void {
    const { point, index, packet } = frame;
    if (point !== this.point) return;
    this.total += 1;
    if (packet.ip?.destination.startsWith('ff') === false && this.#others.length <= namedOthers)
      this.#others.push(packet);
    if (!this.matcher.matches(packet) || this.#isRepeated(packet)) return;
    this.#first ??= packet;
    this.indices.push(index);
    if (this.valueOf !== undefined) this.values.push(this.valueOf(frame));
  }

  /**
   * Whether it is a SYN that was sent again. TCP does so after a second, or at once after a reset: how often says how
   * fast the other side was. The same SYN on another hop has another TTL or hardware address.
   */
  #isRepeated(packet: Packet): boolean {
    if (packet.tcp?.flags.syn !== true) return false;
    const name = `${packet.ethernet?.source ?? ''} ${packet.ip?.ttl ?? ''} ${describePacket(packet)}`;
    if (this.#syns.has(name)) return true;
    this.#syns.add(name);
    return false;
  }

  /** Describes the first matching frame, and counts the others. */
  describeFirst(): string {
    const first = this.#first === null ? '' : describePacket(this.#first);
    return this.indices.length > 1 ? `${first} (and ${this.indices.length - 1} more)` : first;
  }

  /** Describes the first IP packets at the point, without IPv6 multicast, as the end of a sentence. */
  describeOthers(): string {
    if (this.#others.length === 0) return '';
    const named = this.#others.slice(0, namedOthers).map(describePacket).join('; ');
    return `; there were ${named}${this.#others.length > namedOthers ? '; …' : ''}`;
  }
}
