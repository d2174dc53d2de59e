import { addressOf, describeTarget, type Target } from './address.js';
import type { FrameMatcher } from './frame.js';

/** A VXLAN packet from one docker host to another that carries this frame (RFC 7348). */
export function inVxlan(from: Target, to: Target, frame: FrameMatcher): FrameMatcher {
  const [source, destination] = [addressOf(from), addressOf(to)];
  return {
    text: `VXLAN from ${describeTarget(from)} to ${describeTarget(to)} with ${frame.text}`,
    matches: ({ ip, vxlan }) =>
      ip?.source === source && ip.destination === destination && vxlan?.packet != null && frame.matches(vxlan.packet),
  };
}

/** An encrypted packet (ESP, RFC 4303) from one docker host to another. */
export function esp(from: Target, to: Target): FrameMatcher {
  const [source, destination] = [addressOf(from), addressOf(to)];
  return {
    text: `ESP from ${describeTarget(from)} to ${describeTarget(to)}`,
    matches: ({ ip, esp: header }) => header !== null && ip?.source === source && ip.destination === destination,
  };
}
