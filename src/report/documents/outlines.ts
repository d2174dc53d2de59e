import { documents, type DocumentName } from '../../record/index.js';
import { headings } from './headings.js';
import { iptables, publish } from './iptables.js';
import { moby } from './moby.js';
import { notes } from './notes.js';
import { nftables } from './nftables.js';
import type { Outline, Section } from './outline.js';
import { tour } from './tour.js';

const detailed: Partial<Readonly<Record<DocumentName, readonly Section[]>>> = {
  notes,
  iptables,
  tour,
  publish,
  nftables,
  moby,
};
const listed: Partial<Readonly<Record<DocumentName, readonly string[]>>> = headings;

/** The outlines of all documents, by group. */
export const outlines: readonly Outline[] = documents.map((document) => {
  const sections = detailed[document.name];
  return {
    ...document,
    sections: sections ?? (listed[document.name] ?? []).map((heading) => ({ heading, order: [] })),
    isWhole: sections !== undefined,
  };
});

/** Returns the full title of a document; the name itself if no such document is known. */
export function findTitle(name: string): string {
  return outlines.find((outline) => outline.name === name)?.title ?? name;
}

/**
 * Finds the section of a document that a claim names. Ignores punctuation and case, and matches the beginning of a
 * heading or of the name: "5. Restrict connections" is "5. Restrict connections - Docker and iptables", and "Firewall
 * script example (note)" is in "Firewall script example". A number may be left out; it decides between headings that
 * begin alike: "2. Deep dive" and "4. Deep dive".
 *
 * @returns null if the document has no such section.
 */
export function findSection(outline: Outline, name: string): Section | null {
  const wanted = parseHeading(name);
  if (wanted.words === '') return null;
  const headings = outline.sections.flatMap((section) =>
    (section.printed === undefined ? [section.heading] : [section.heading, section.printed]).map((heading) => ({
      section,
      ...parseHeading(heading),
    })),
  );
  const numbered = headings.filter(({ number }) => number !== null && number === wanted.number);
  return findNearest(numbered, wanted.words) ?? findNearest(headings, wanted.words);
}

interface Heading {
  /** `3.1` of "3.1. docker0"; null without one. */
  readonly number: string | null;
  /** Lower-case words, separated by single spaces. */
  readonly words: string;
}

function findNearest(headings: readonly (Heading & { readonly section: Section })[], wanted: string): Section | null {
  const longer = headings
    .filter(({ words }) => words.startsWith(`${wanted} `))
    .sort((a, b) => a.words.length - b.words.length);
  // The longest: "DOCKER-USER chain, first rule" is in "DOCKER-USER chain" and not in "DOCKER".
  const shorter = headings
    .filter(({ words }) => wanted.startsWith(`${words} `))
    .sort((a, b) => b.words.length - a.words.length);
  return (headings.find(({ words }) => words === wanted) ?? longer[0] ?? shorter[0])?.section ?? null;
}

function parseHeading(heading: string): Heading {
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
