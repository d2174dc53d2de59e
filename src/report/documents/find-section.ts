import type { Outline, Section } from './outline.js';

/**
 * The section of a document that a claim names. Punctuation and case do not count, and either may be the beginning of
 * the other: "5. Restrict connections" is "5. Restrict connections - Docker and iptables", and "Firewall script example
 * (note)" is in "Firewall script example". A number may be left out; where two headings begin alike, "2. Deep dive" and
 * "4. Deep dive", it decides.
 *
 * @returns null where the document has no such section.
 */
export function findSection(outline: Outline, name: string): Section | null {
  const wanted = read(name);
  if (wanted.words === '') return null;
  const headings = outline.sections.flatMap((section) =>
    (section.printed === undefined ? [section.heading] : [section.heading, section.printed]).map((heading) => ({
      section,
      ...read(heading),
    })),
  );
  const numbered = headings.filter(({ number }) => number !== null && number === wanted.number);
  return nearest(numbered, wanted.words) ?? nearest(headings, wanted.words);
}

interface Heading {
  /** `3.1` of "3.1. docker0"; null where there is none. */
  readonly number: string | null;
  /** In lower case, with single spaces and nothing else between. */
  readonly words: string;
}

function nearest(headings: readonly (Heading & { readonly section: Section })[], wanted: string): Section | null {
  const begun = headings
    .filter(({ words }) => words.startsWith(`${wanted} `))
    .sort((one, other) => one.words.length - other.words.length);
  // The longest: "DOCKER-USER chain, first rule" is in "DOCKER-USER chain" and not in "DOCKER".
  const continued = headings
    .filter(({ words }) => wanted.startsWith(`${words} `))
    .sort((one, other) => other.words.length - one.words.length);
  return (headings.find(({ words }) => words === wanted) ?? begun[0] ?? continued[0])?.section ?? null;
}

function read(heading: string): Heading {
  const [, number = null, rest = ''] = /^\s*(?:(\d+(?:\.\d+)*)\.?\s+)?(.*)$/su.exec(heading) ?? [];
  return {
    number,
    words: rest
      .toLowerCase()
      .replace(/[’']/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  };
}
