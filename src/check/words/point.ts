import type { Sighting } from '../../journey/index.js';
import { describe, type Packet } from '../../packet/index.js';
import type { Expectation } from '../expectation.js';
import type { FrameMatcher } from './frame.js';

/** An interface at which frames were recorded, and what may be said about it. */
export class PointWords {
  /**
   * @param point As the report calls it: `docker0`, `host.uplink`, `web.eth0`.
   * @param name The interface's name on the host, for use in rules.
   */
  constructor(readonly point: string, readonly name: string) {}

  /** At least one such frame was recorded here. */
  saw(frame: FrameMatcher): Expectation {
    return {
      expected: `${this.point} saw ${frame.text}`, points: [this.point], frames: 'seen',
      judge: ({ sightings }) => {
        const here = this.here(sightings);
        const found = here.filter((s) => frame.matches(s.packet));
        return found.length > 0
          ? { held: true, seen: shown(found), frames: indices(found) }
          : { held: false, seen: `not seen among the ${here.length} frames there${near(here)}` };
      },
    };
  }

  /** Exactly this many different packets of the kind were recorded here. */
  sawTimes(times: number, frame: FrameMatcher): Expectation {
    return {
      expected: `${this.point} saw ${frame.text} ${times === 1 ? 'once' : `${times} times`}`, points: [this.point], frames: 'seen',
      judge: ({ sightings }) => {
        const found = this.here(sightings).filter((s) => frame.matches(s.packet));
        return { held: found.length === times, seen: `seen ${found.length} times${found.length === 0 ? '' : `: ${shown(found)}`}`, frames: indices(found) };
      },
    };
  }

  /** No such frame was recorded here. Proves something only where another frame was seen here. */
  neverSaw(frame: FrameMatcher): Expectation {
    return {
      expected: `${this.point} never saw ${frame.text}`, points: [this.point], frames: 'absent',
      judge: ({ sightings }) => {
        const here = this.here(sightings);
        const found = here.filter((s) => frame.matches(s.packet));
        return found.length === 0
          ? { held: true, seen: `none among the ${here.length} frames there` }
          : { held: false, seen: `seen all the same: ${shown(found)}`, frames: indices(found) };
      },
    };
  }

  /** At least two such packets were recorded here, and no two of them have the same value there: `sawDifferent('source port', …)`. */
  sawDifferent(field: keyof typeof fields, frame: FrameMatcher): Expectation {
    return {
      expected: `${this.point} saw a different ${field} in each ${frame.text}`, points: [this.point], frames: 'seen',
      judge: ({ sightings }) => {
        const found = this.here(sightings).filter((s) => frame.matches(s.packet));
        const values = found.map((s) => fields[field](s.packet));
        return {
          held: found.length > 1 && new Set(values).size === found.length, frames: indices(found),
          seen: found.length === 0 ? 'no such packet was seen' : `seen ${found.length === 1 ? 'only once' : `${found.length} times`}, with ${values.join(' and ')}`,
        };
      },
    };
  }

  private here(sightings: readonly Sighting[]): Sighting[] {
    return sightings.filter((s) => s.point === this.point);
  }
}

/** Fields that `sawDifferent` compares. */
const fields = {
  'source port': (packet: Packet) => (packet.tcp ?? packet.udp)?.sourcePort,
};

const indices = (found: readonly Sighting[]) => found.map((s) => s.index);

function shown(found: readonly Sighting[]): string {
  const first = found[0] === undefined ? '' : describe(found[0].packet);
  return found.length > 1 ? `${first} (and ${found.length - 1} more)` : first;
}

function near(here: readonly Sighting[]): string {
  const ip = here.filter((s) => s.packet.ip?.version === 4);
  return ip.length === 0 ? '' : `; there were ${ip.slice(0, 3).map((s) => describe(s.packet)).join('; ')}${ip.length > 3 ? '; …' : ''}`;
}
