import type { KnownPacket } from '../iptables/could-match.js';
import { canonicalizeAddress } from '../iptables/specification.js';

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17 };

/** One comparison of a rule with one value: `ip saddr != 10.0.0.0/8`, `tcp dport 80`. */
const comparison = new RegExp(
  '(?:^| )(?:(ip) (saddr|daddr)|(tcp|udp) (sport|dport)|(icmp) type|(iifname|oifname)|(?:meta l4proto|ip protocol)) ' +
    '(!= )?("[^"*]+"|[\\w./-]+)(?= |$)',
  'g',
);

/**
 * Returns false if a rule of nftables cannot match a packet by an address, a protocol, an interface or a port, each
 * compared with one value. Ignores other conditions, and those on unknown fields.
 *
 * @param text The rule as nft prints it.
 */
export function couldMatchNft(text: string, packet: KnownPacket): boolean {
  // What follows a verdict or a map is no condition.
  const conditions = text.replace(/ ?\b(?:comment|dnat|snat|masquerade|redirect|reject|vmap) .*/, '');
  return [...conditions.matchAll(comparison)].every(
    ([, ip, address, transport, port, icmp, device, not, value = '']) => {
      const { header } = packet;
      const protocol = transport ?? icmp;
      // A comparison of a port is one of the protocol too, which "!=" does not turn round.
      if (protocol !== undefined && header.protocol !== null && header.protocol !== protocols[protocol]) return false;
      if (icmp !== undefined) return true;
      const isEqual =
        ip !== undefined
          ? isInNetwork(address === 'saddr' ? header.source : header.destination, value)
          : transport !== undefined
            ? isPort(port === 'sport' ? header.sourcePort : header.destinationPort, value)
            : device !== undefined
              ? isInterface(device === 'iifname' ? packet.in : packet.out, value)
              : isProtocol(header.protocol, value);
      return isEqual === null || isEqual !== (not !== undefined);
    },
  );
}

function isInNetwork(address: string | undefined, network: string): boolean | null {
  if (address === undefined || !/^[\d.]+(\/\d+)?$/.test(network)) return null;
  const canonical = canonicalizeAddress(network);
  return canonicalizeAddress(`${address}/${canonical.split('/')[1] ?? ''}`) === canonical;
}

function isPort(port: number | null | undefined, range: string): boolean | null {
  if (port === null || port === undefined || !/^\d+(-\d+)?$/.test(range)) return null;
  const [from = 0, to = from] = range.split('-').map(Number);
  return port >= from && port <= to;
}

const isInterface = (name: string | null | undefined, wanted: string): boolean | null =>
  name === undefined ? null : name === wanted.replaceAll('"', '');

function isProtocol(protocol: number | null, name: string): boolean | null {
  const wanted = protocols[name] ?? Number(name);
  return protocol === null || Number.isNaN(wanted) ? null : protocol === wanted;
}
