import { addressOf, describeTarget, type Target } from './address.js';
import type { FrameMatcher } from './frame.js';

/** An ARP request for an address (RFC 826), from anyone or from one place. An announcement is none. */
export function arpRequest(of: Target, { from }: { readonly from?: Target } = {}): FrameMatcher {
  const address = addressOf(of);
  const sender = from === undefined ? null : addressOf(from);
  return {
    text: `an ARP request for ${describeTarget(of)}${from === undefined ? '' : ` from ${describeTarget(from)}`}`,
    matches: ({ arp }) =>
      arp?.operation === 'request' &&
      arp.targetAddress === address &&
      arp.senderAddress !== address &&
      (sender === null || arp.senderAddress === sender),
  };
}

/** An ARP reply that says who has an address. */
export function arpReply(of: Target): FrameMatcher {
  const address = addressOf(of);
  return {
    text: `an ARP reply of ${describeTarget(of)}`,
    matches: ({ arp }) => arp?.operation === 'reply' && arp.senderAddress === address && arp.targetAddress !== address,
  };
}

/** The same frame, from this hardware address. */
export const fromMac = (mac: string, frame: FrameMatcher): FrameMatcher => ({
  text: `${frame.text} from MAC ${mac}`,
  matches: (p) => frame.matches(p) && p.ethernet?.source === mac,
});

/** The same frame, to this hardware address. */
export const toMac = (mac: string, frame: FrameMatcher): FrameMatcher => ({
  text: `${frame.text} to MAC ${mac}`,
  matches: (p) => frame.matches(p) && p.ethernet?.destination === mac,
});

/** Any ARP message from this address: request, reply or announcement. */
export function anyArp(from: Target): FrameMatcher {
  const sender = addressOf(from);
  return { text: `ARP from ${describeTarget(from)}`, matches: ({ arp }) => arp?.senderAddress === sender };
}

/** The same frame with this VLAN's tag alone (IEEE 802.1Q), or without a tag for null. */
export const inVlan = (vlan: number | null, frame: FrameMatcher): FrameMatcher => ({
  text: `${frame.text} ${vlan === null ? 'without a VLAN tag' : `in VLAN ${vlan}`}`,
  matches: (p) => frame.matches(p) && (p.ethernet?.vlans ?? []).join() === (vlan === null ? '' : String(vlan)),
});
