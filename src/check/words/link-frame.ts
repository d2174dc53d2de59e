import type { Packet } from '../../packet/index.js';
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

/** A neighbour solicitation for an IPv6 address (RFC 4861, section 4.3), from anyone or from one place. */
export function neighbourSolicitation(of: Target, { from }: { readonly from?: Target } = {}): FrameMatcher {
  const address = addressOf(of);
  const sender = from === undefined ? null : addressOf(from);
  const asker = from === undefined ? '' : ` from ${describeTarget(from)}`;
  return {
    text: `a neighbour solicitation for ${describeTarget(of)}${asker}`,
    matches: ({ ip, icmp }) =>
      isNeighbourMessage(icmp, 135) &&
      icmp?.target === address &&
      // From "::" it is duplicate address detection (RFC 4862, section 5.4.2).
      (sender === null ? ip?.source !== '::' : ip?.source === sender),
  };
}

/** A neighbour advertisement that answers a solicitation: it says who has an IPv6 address (RFC 4861, section 4.4). */
export const neighbourAdvertisement = (of: Target): FrameMatcher => advertisement('a', of, true);

/** A neighbour advertisement that nobody asked for, which announces an IPv6 address (RFC 4861, section 7.2.6). */
export const unsolicitedAdvertisement = (of: Target): FrameMatcher => advertisement('an unsolicited', of, false);

/** The same advertisement or solicitation, which names this hardware address. */
export const namingMac = (mac: string, frame: FrameMatcher): FrameMatcher => ({
  text: `${frame.text} that names MAC ${mac}`,
  matches: (p) => frame.matches(p) && p.icmp?.linkAddress === mac,
});

/** The same advertisement, which replaces what its receivers know (the override flag). */
export const overriding = (frame: FrameMatcher): FrameMatcher => ({
  text: `${frame.text} with the override flag`,
  matches: (p) => frame.matches(p) && p.icmp?.advertisement?.override === true,
});

function advertisement(article: string, of: Target, solicited: boolean): FrameMatcher {
  const address = addressOf(of);
  return {
    text: `${article} neighbour advertisement of ${describeTarget(of)}`,
    matches: ({ icmp }) => icmp?.target === address && icmp.advertisement?.solicited === solicited,
  };
}

const isNeighbourMessage = (icmp: Packet['icmp'], type: number) => icmp?.version === 6 && icmp.type === type;

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
