import type { StoredPackets } from '../packet-store.js';
import { startCard } from './card.js';
import { startDissections } from './dissection.js';

/** Everything that shows whole packets; what the page holds of them is read when the first is asked for. */
export function startPackets(): void {
  const source = document.querySelector('#packets')?.textContent;
  if (source === undefined || source === null) return;
  let stored: StoredPackets | null = null;
  const read = (): StoredPackets => (stored ??= JSON.parse(source) as StoredPackets);
  startDissections(read);
  startCard(read);
}
