import type { VNode } from 'preact';
import type { Verdict } from '../../record/index.js';
import { signOf, verdictClass } from '../verdict.js';

/** The small square that stands for a verdict. Its character is decoration: the name must be near, or in a label. */
export function Chip({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <span class={`chip ${verdictClass(verdict)}`} aria-hidden="true">
      {signOf(verdict).sign}
    </span>
  );
}

/** `1 packet`, `2 packets`. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A phrase with its first letter large, as a heading begins. */
export const capitalize = (phrase: string): string => `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}`;
