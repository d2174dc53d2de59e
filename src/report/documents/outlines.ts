import { iptables } from './iptables.js';
import { moby } from './moby.js';
import { notes } from './notes.js';
import type { Outline } from './outline.js';
import { publish } from './publish.js';
import { tour } from './tour.js';

/** The four documents in the order of the register, and what lies beyond them. */
export const outlines: readonly Outline[] = [notes, iptables, tour, publish, moby];

/** The full title of a document by its name in claims; the name itself where no such document is known. */
export function findTitle(name: string): string {
  return outlines.find((outline) => outline.name === name)?.title ?? name;
}
