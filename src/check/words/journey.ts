import { join, type Journey } from '../../journey/index.js';
import { describe } from '../../packet/index.js';
import type { Expectation } from '../expectation.js';
import type { FrameMatcher } from './frame.js';
import type { PointWords } from './point.js';

/** A point, and what a packet looks like there. */
export type Sight = readonly [at: PointWords, as: FrameMatcher];

/**
 * One and the same packet came by these points in this order and looked like this at each:
 * `journey([app.bridge, echoRequest(web, server)], [host.uplink, echoRequest(host, server)])`. Stronger than two `saw`, which two
 * different packets could satisfy.
 */
export function journey(...sights: readonly [Sight, Sight, ...Sight[]]): Expectation {
  const points = sights.map(([at]) => at.point);
  return {
    expected: `one packet came by ${sights.map(([at, as]) => `${at.point} as ${as.text}`).join(', then by ')}`, points, frames: 'seen',
    judge: ({ sightings }) => {
      const journeys = join(sightings, points).map((packet) => follow(packet, sights));
      const whole = journeys.find((hops) => hops.length === sights.length);
      if (whole !== undefined) return { held: true, seen: `followed: ${told(whole)}`, frames: whole.map((hop) => hop.index) };
      const furthest = journeys.reduce((best, hops) => hops.length > best.length ? hops : best, []);
      const next = points[furthest.length] ?? '';
      return furthest.length === 0
        ? { held: false, seen: `no such packet was seen at ${next}` }
        : { held: false, seen: `followed no further than ${told(furthest)}; it did not come by ${next} like that`, frames: furthest.map((hop) => hop.index) };
    },
  };
}

/** The hops at which a packet was as it should be, up to the first sight that is missing. */
function follow({ hops }: Journey, sights: readonly Sight[]): Journey['hops'][number][] {
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

const told = (hops: readonly Journey['hops'][number][]) => hops.map((hop) => `${hop.point}: ${describe(hop.packet)}`).join(', then ');
