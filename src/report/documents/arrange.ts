import type { CheckRecord } from '../../record/index.js';
import { findSection } from './find-section.js';
import { outlines } from './outlines.js';

/** A document with the checks of a run under its sections. */
export interface ArrangedDocument {
  /** Its name in claims. */
  readonly name: string;
  readonly title: string;
  /** Null for what is not one file. */
  readonly file: string | null;
  readonly sections: readonly ArrangedSection[];
}

/** A section with the checks of a run, in the order in which it makes their statements. */
export interface ArrangedSection {
  readonly heading: string;
  readonly printed: string | null;
  /** Empty where this run checked nothing of the section. */
  readonly checks: readonly CheckRecord[];
}

/**
 * The checks of a run as a reader of the documents meets their statements. Every check is in exactly one place: one
 * whose section or document is not known stands at the end, under the name that it gives.
 */
export function arrangeChecks(checks: readonly CheckRecord[]): readonly ArrangedDocument[] {
  const known = outlines.map(({ name, title, file, sections }): ArrangedDocument => {
    const placed = checks
      .filter(({ claim }) => claim.document === name)
      .map((check) => ({ check, section: findSection({ name, title, file, sections }, check.claim.section) }));
    return {
      name,
      title,
      file,
      sections: [
        ...sections.map((section) => ({
          heading: section.heading,
          printed: section.printed ?? null,
          checks: inOrder(
            placed.filter((place) => place.section === section).map(({ check }) => check),
            section.order,
          ),
        })),
        ...byOwnName(placed.filter(({ section }) => section === null).map(({ check }) => check)),
      ],
    };
  });
  const others = [...new Set(checks.map(({ claim }) => claim.document))].filter(
    (name) => !outlines.some((outline) => outline.name === name),
  );
  return [
    ...known,
    ...others.map((name) => ({
      name,
      title: name,
      file: null,
      sections: byOwnName(checks.filter(({ claim }) => claim.document === name)),
    })),
  ];
}

function inOrder(checks: readonly CheckRecord[], order: readonly string[]): readonly CheckRecord[] {
  const place = ({ id }: CheckRecord): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...checks].sort((one, other) => place(one) - place(other));
}

function byOwnName(checks: readonly CheckRecord[]): readonly ArrangedSection[] {
  const names = [...new Set(checks.map(({ claim }) => claim.section))];
  return names.map((heading) => ({
    heading,
    printed: null,
    checks: checks.filter(({ claim }) => claim.section === heading),
  }));
}
