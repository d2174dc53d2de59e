import type { Packet } from '../packet/index.js';
import type { Translation } from './types.js';

/** What differs between the same packet at one point and at the next, addresses first. */
export function findTranslations(before: Packet, after: Packet): Translation[] {
  const changes: Translation[] = [];
  const compare = (
    field: Translation['field'],
    from: string | number | null | undefined,
    to: string | number | null | undefined,
  ): void => {
    if (from === to || from === null || from === undefined || to === null || to === undefined) return;
    changes.push({ field, from: String(from), to: String(to) });
  };
  const [portsBefore, portsAfter] = [before.tcp ?? before.udp, after.tcp ?? after.udp];
  compare('source', before.ip?.source, after.ip?.source);
  compare('source port', portsBefore?.sourcePort, portsAfter?.sourcePort);
  compare('destination', before.ip?.destination, after.ip?.destination);
  compare('destination port', portsBefore?.destinationPort, portsAfter?.destinationPort);
  compare('ICMP id', before.icmp?.id, after.icmp?.id);
  compare('TTL', before.ip?.ttl, after.ip?.ttl);
  compare('source MAC', before.ethernet?.source, after.ethernet?.source);
  compare('destination MAC', before.ethernet?.destination, after.ethernet?.destination);
  return changes;
}
