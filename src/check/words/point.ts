import type { Frame } from '../../journey/index.js';
import type { Finding, FrameExpectation } from '../expectation.js';
import type { FrameMatcher } from './frame.js';
import { FrameCollector } from './frame-collector.js';

/** An interface at which frames were recorded, and what may be said about it. */
export class PointAssertions {
  /**
   * @param point As the report calls it: `docker0`, `host.uplink`, `web.eth0`.
   * @param name The interface's name on the host, for use in rules.
   */
  constructor(
    readonly point: string,
    readonly name: string,
  ) {}

  /** At least one such frame was recorded here. */
  saw(frame: FrameMatcher): FrameExpectation {
    return this.#about(`saw ${frame.text}`, 'seen', frame, (seen) =>
      seen.indices.length > 0
        ? { held: true, seen: seen.shown(), frames: seen.indices }
        : { held: false, seen: `not seen among the ${seen.here} frames there${seen.near()}` },
    );
  }

  /** Exactly this many different packets of the kind were recorded here. */
  sawTimes(times: number, frame: FrameMatcher): FrameExpectation {
    return this.#about(`saw ${frame.text} ${times === 1 ? 'once' : `${times} times`}`, 'seen', frame, (seen) => {
      const found = seen.indices.length;
      return {
        held: found === times,
        seen: `seen ${found} times${found === 0 ? '' : `: ${seen.shown()}`}`,
        frames: seen.indices,
      };
    });
  }

  /** No such frame was recorded here. Proves something only where another frame was seen here. */
  neverSaw(frame: FrameMatcher): FrameExpectation {
    return this.#about(`never saw ${frame.text}`, 'absent', frame, (seen) =>
      seen.indices.length === 0
        ? { held: true, seen: `none among the ${seen.here} frames there` }
        : { held: false, seen: `seen all the same: ${seen.shown()}`, frames: seen.indices },
    );
  }

  /** At least two such packets were recorded here, and no two of them have the same value there: `sawDifferent('source port', …)`. */
  sawDifferent(field: keyof typeof fields, frame: FrameMatcher): FrameExpectation {
    return this.#about(
      `saw a different ${field} in each ${frame.text}`,
      'seen',
      frame,
      ({ indices, values }) => ({
        held: indices.length > 1 && new Set(values).size === indices.length,
        frames: indices,
        seen:
          indices.length === 0
            ? 'no such packet was seen'
            : `seen ${indices.length === 1 ? 'only once' : `${indices.length} times`}, with ${values.join(' and ')}`,
      }),
      fields[field],
    );
  }

  /**
   * Such packets were recorded here with these gaps between one and the next, in milliseconds:
   * `sawSpaced({ atLeastMs: 900, atMostMs: 2000 }, announcement(web))`. At least two; `sawTimes` asks how many.
   */
  sawSpaced(
    { atLeastMs, atMostMs }: { readonly atLeastMs: number; readonly atMostMs: number },
    frame: FrameMatcher,
  ): FrameExpectation {
    return this.#about(
      `saw ${frame.text} ${atLeastMs} to ${atMostMs} ms apart`,
      'seen',
      frame,
      ({ indices, values }) => {
        const times = values as bigint[];
        const gapsMs = times.slice(1).map((time, n) => Number(time - (times[n] ?? time)) / 1e6);
        return {
          held: gapsMs.length > 0 && gapsMs.every((gap) => gap >= atLeastMs && gap <= atMostMs),
          seen:
            gapsMs.length === 0
              ? `seen ${indices.length} times`
              : `${gapsMs.map((gap) => gap.toFixed(0)).join(', ')} ms apart`,
          frames: indices,
        };
      },
      ({ time }) => time,
    );
  }

  #about(
    words: string,
    frames: 'seen' | 'absent',
    frame: FrameMatcher,
    finding: (seen: FrameCollector) => Finding,
    valueOf?: (frame: Frame) => unknown,
  ): FrameExpectation {
    return {
      expected: `${this.point} ${words}`,
      points: [this.point],
      frames,
      watch: () => {
        const lookout = new FrameCollector(this.point, frame, valueOf);
        return {
          see: (sighting) => {
            lookout.see(sighting);
          },
          finding: () => finding(lookout),
        };
      },
    };
  }
}

/** Fields that `sawDifferent` compares. */
const fields = { 'source port': ({ packet }: Frame) => (packet.tcp ?? packet.udp)?.sourcePort };
