/**
 * The page's script: plain functions that are written into the page by their text (see script.ts), so each may use only
 * its parameters, the browser, and other functions of this folder.
 */

/** One thing a check must have, or with `-` in front must not have, to be listed. */
export interface Term {
  /** `area`, `verdict`, `document` and `id` look at that alone; null looks everywhere. */
  readonly field: string | null;
  readonly text: string;
  readonly wanted: boolean;
}

/** What a check is found by, in lower case. */
export interface Findable {
  readonly id: string;
  readonly area: string;
  /** Every word that `verdict:` finds it by, space-separated. */
  readonly verdict: string;
  readonly document: string;
  /** Id, title, claim and reason. */
  readonly text: string;
}

/** Reads a query: words, "quoted phrases", `area:nat`, `verdict:deviates`, `document:tour`, `id:masq`, and `-` to exclude. */
export function readQuery(query: string): Term[] {
  const terms: Term[] = [];
  for (const [, minus, field, phrase, word] of query
    .toLowerCase()
    .matchAll(/(-?)(?:(area|verdict|document|id):)?(?:"([^"]*)"|(\S+))/g)) {
    const text = phrase ?? word ?? '';
    if (text !== '') terms.push({ field: field ?? null, text, wanted: minus !== '-' });
  }
  return terms;
}

/** Whether a check satisfies every term. An area or a verdict is matched from its beginning, so typing narrows. */
export function satisfies(check: Findable, terms: readonly Term[]): boolean {
  return terms.every(({ field, text, wanted }) => {
    if (field === 'area') return check.area.startsWith(text) === wanted;
    if (field === 'verdict') return check.verdict.split(' ').some((word) => word.startsWith(text)) === wanted;
    if (field === 'document') return check.document.startsWith(text) === wanted;
    if (field === 'id') return check.id.includes(text) === wanted;
    return check.text.includes(text) === wanted;
  });
}
