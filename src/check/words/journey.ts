import type { Journey } from '../../journey/index.js';
import { describePacket } from '../../packet/index.js';
import type { FrameExpectation, Finding } from '../expectation.js';
import type { FrameMatcher } from './frame.js';
import type { PointAssertions } from './point.js';

type Hop = Journey['hops'][number];

/** A point, and what the packet looks like there. */
export type JourneyStep = readonly [point: PointAssertions, frame: FrameMatcher];

/**
 * Expects one packet to pass these points in this order and to look like this at each:
 * `journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)])`. It is stronger than two
 * `saw`, which two different packets can satisfy.
 */
export function journey(...steps: readonly [JourneyStep, JourneyStep, ...JourneyStep[]]): FrameExpectation {
  const points = steps.map(([{ point }]) => point);
  return {
    about: 'behaviour',
    expected: `one packet passed ${steps.map(([{ point }, { text }]) => `${point} as ${text}`).join(', then ')}`,
    points,
    frames: 'seen',
    watch: () => {
      let longest: Hop[] = [];
      return {
        follow: (packet) => {
          const hops = longest.length === steps.length ? longest : followSteps(packet, steps);
          if (hops.length > longest.length) longest = hops;
        },
        finding: () => judgeHops(longest, points),
      };
    },
  };
}

/** @param hops Those of the packet that took the most steps. */
function judgeHops(hops: readonly Hop[], points: readonly string[]): Finding {
  const next = points[hops.length];
  const frames = hops.map((hop) => hop.index);
  const seen = hops.map((hop) => `${hop.point}: ${describePacket(hop.packet)}`).join(', then ');
  if (next === undefined) return { held: true, seen: `passed ${seen}`, frames };
  if (hops.length === 0) return { held: false, seen: `no such packet was seen at ${next}` };
  return { held: false, seen: `seen up to ${seen}; it did not pass ${next} like that`, frames };
}

/** Returns the hops of a packet that match the steps, up to the first step that is missing. */
function followSteps({ hops }: Journey, steps: readonly JourneyStep[]): Hop[] {
  const found: Hop[] = [];
  let from = 0;
  for (const [{ point }, frame] of steps) {
    const index = hops.findIndex((hop, n) => n >= from && hop.point === point && frame.matches(hop.packet));
    const hop = hops[index];
    if (hop === undefined) break;
    found.push(hop);
    from = index + 1;
  }
  return found;
}
