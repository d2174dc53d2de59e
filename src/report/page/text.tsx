import type { VNode } from 'preact';
import { signOf } from '../standing.js';
import type { Standing } from '../types.js';

/** The small square that stands for a standing. Its character is decoration: the name must be near, or in a label. */
export function Chip({ standing }: { readonly standing: Standing }): VNode {
  return (
    <span class={`chip ${standing}`} aria-hidden="true">
      {signOf(standing).sign}
    </span>
  );
}

/** `1 packet`, `2 packets`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A phrase with its first letter large, as a heading begins. */
export const capital = (phrase: string): string => `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}`;
