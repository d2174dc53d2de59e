import type { CheckRecord, Document } from '../../record/index.js';
import { findSection, outlines } from './outlines.js';

/** A document with the checks of a run, by section. */
export interface ArrangedDocument extends Pick<Document, 'name' | 'title' | 'source'> {
  /** Null for an unknown document. */
  readonly group: Document['group'] | null;
  readonly sections: readonly ArrangedSection[];
}

/** A section with the checks of a run, in the order of its statements. */
export interface ArrangedSection {
  readonly heading: string;
  /** The heading letter by letter, where it differs; else null. */
  readonly printed: string | null;
  /** Empty if the run checked nothing of the section. */
  readonly checks: readonly CheckRecord[];
}

/**
 * Arranges the checks of a run in the order of the documents' statements. Each check appears once; checks whose
 * document or section is unknown come last, under the name they give.
 */
export function arrangeChecks(checks: readonly CheckRecord[]): readonly ArrangedDocument[] {
  const known = outlines.map((outline): ArrangedDocument => {
    const located = checks
      .filter(({ claim }) => claim.document === outline.name)
      .map((check) => ({ check, section: findSection(outline, check.claim.section) }));
    const checksIn = (section: unknown): readonly CheckRecord[] =>
      located.filter((place) => place.section === section).map(({ check }) => check);
    const { name, title, source, group } = outline;
    const sections = outline.sections.map((section) => ({
      heading: section.heading,
      printed: section.printed ?? null,
      checks: sortChecks(checksIn(section), section.order),
    }));
    return {
      name,
      title,
      source,
      group,
      sections: [
        ...sections.filter((section) => outline.isWhole || section.checks.length > 0),
        ...groupBySection(checksIn(null)),
      ],
    };
  });
  const unknownNames = [...new Set(checks.map(({ claim }) => claim.document))].filter(
    (name) => !outlines.some((outline) => outline.name === name),
  );
  const unknown = unknownNames.map((name): ArrangedDocument => {
    const members = checks.filter(({ claim }) => claim.document === name);
    return { name, title: name, source: null, group: null, sections: groupBySection(members) };
  });
  return [...known, ...unknown];
}

function sortChecks(checks: readonly CheckRecord[], order: readonly string[]): readonly CheckRecord[] {
  const position = ({ id }: CheckRecord): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...checks].sort((a, b) => position(a) - position(b));
}

/** Groups checks by the section's name in their claims. */
function groupBySection(checks: readonly CheckRecord[]): readonly ArrangedSection[] {
  const names = [...new Set(checks.map(({ claim }) => claim.section))];
  return names.map((heading) => ({
    heading,
    printed: null,
    checks: checks.filter(({ claim }) => claim.section === heading),
  }));
}
