import type { Journey } from '../../journey/index.js';
import { describePacket } from '../../packet/index.js';
import type { FrameExpectation, Finding } from '../expectation.js';
import type { FrameMatcher } from './frame.js';
import type { PointAssertions } from './point.js';

/** A point, and what a packet looks like there. */
export type JourneyStep = readonly [at: PointAssertions, as: FrameMatcher];

/**
 * One and the same packet came by these points in this order and looked like this at each:
 * `journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)])`. Stronger than two `saw`, which two
 * different packets could satisfy.
 */
export function journey(...sights: readonly [JourneyStep, JourneyStep, ...JourneyStep[]]): FrameExpectation {
  const points = sights.map(([at]) => at.point);
  return {
    expected: `one packet came by ${sights.map(([at, as]) => `${at.point} as ${as.text}`).join(', then by ')}`,
    points,
    frames: 'seen',
    watch: () => {
      let furthest: Journey['hops'][number][] = [];
      return {
        follow: (packet) => {
          const hops = furthest.length === sights.length ? furthest : follow(packet, sights);
          if (hops.length > furthest.length) furthest = hops;
        },
        finding: () => found(furthest, points),
      };
    },
  };
}

/** @param furthest The hops of the packet that came by the most of the points. */
function found(furthest: readonly Journey['hops'][number][], points: readonly string[]): Finding {
  const next = points[furthest.length];
  const frames = furthest.map((hop) => hop.index);
  if (next === undefined) return { held: true, seen: `followed: ${describeHops(furthest)}`, frames };
  return furthest.length === 0
    ? { held: false, seen: `no such packet was seen at ${next}` }
    : {
        held: false,
        seen: `followed no further than ${describeHops(furthest)}; it did not come by ${next} like that`,
        frames,
      };
}

/** The hops at which a packet was as it should be, up to the first sight that is missing. */
function follow({ hops }: Journey, sights: readonly JourneyStep[]): Journey['hops'][number][] {
  const found: Journey['hops'][number][] = [];
  let from = 0;
  for (const [at, as] of sights) {
    const index = hops.findIndex((hop, n) => n >= from && hop.point === at.point && as.matches(hop.packet));
    const hop = hops[index];
    if (hop === undefined) break;
    found.push(hop);
    from = index + 1;
  }
  return found;
}

const describeHops = (hops: readonly Journey['hops'][number][]) =>
  hops.map((hop) => `${hop.point}: ${describePacket(hop.packet)}`).join(', then ');
