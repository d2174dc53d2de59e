import type { Journey } from '../journey/types.js';
import { firstDrawn } from './roles.js';

/**
 * Ports that masquerading drew for a flow whose own port was taken: any from 1024 (nf_nat_core.c, nf_nat_l4proto_unique_tuple),
 * so that they can look like a service's. What replaces a drawn source port is drawn.
 */
export function portsDrawnAnew(journeys: readonly Journey[]): Set<number> {
  const drawn = new Set<number>();
  for (const { hops } of journeys) {
    for (const { changes } of hops) {
      for (const { field, from, to } of changes)
        if (field === 'source port' && Number(from) >= firstDrawn) drawn.add(Number(to));
    }
  }
  return drawn;
}
