/** One condition of a query on a check; `-` in front of a term excludes what matches it. */
interface Term {
  /** `area`, `verdict`, `document` or `id`: the field to match. null matches the check's text. */
  readonly field: string | null;
  readonly text: string;
  readonly isExcluded: boolean;
}

/** What a query matches a check by, in lower case. */
export interface SearchableCheck {
  readonly id: string;
  readonly area: string;
  /** One for a check of a run; one for each cell of a matrix. */
  readonly verdicts: readonly string[];
  readonly document: string;
  /** Id, title, claim and reason. */
  readonly text: string;
}

/**
 * Parses a query: words, "quoted phrases", `area:nat`, `verdict:deviates`, `verdict:"known deviation"`,
 * `document:tour`, `id:masq`, and `-` to exclude.
 */
export function parseQuery(query: string): Term[] {
  const terms: Term[] = [];
  for (const [, minus, field, phrase, word] of query
    .toLowerCase()
    .matchAll(/(-?)(?:(area|verdict|document|id):)?(?:"([^"]*)"|(\S+))/g)) {
    const text = phrase ?? word ?? '';
    if (text !== '') terms.push({ field: field ?? null, text, isExcluded: minus === '-' });
  }
  return terms;
}

/** Returns whether a check matches every term. Area, verdict and document match from their beginning. */
export function matchesQuery(check: SearchableCheck, terms: readonly Term[]): boolean {
  return terms.every((term) => matchesTerm(check, term) !== term.isExcluded);
}

function matchesTerm(check: SearchableCheck, { field, text }: Term): boolean {
  switch (field) {
    case 'area':
      return check.area.startsWith(text);
    case 'verdict':
      return check.verdicts.some((verdict) => verdict.startsWith(text.replaceAll('-', ' ')));
    case 'document':
      return check.document.startsWith(text);
    case 'id':
      return check.id.includes(text);
    default:
      return check.text.includes(text);
  }
}

/** Hides the checks that match neither the search box nor the pressed counts, and shows how many are left. */
export function startSearch(): void {
  const search = document.querySelector<HTMLInputElement>('#search');
  const output = document.querySelector<HTMLOutputElement>('#found');
  const nothing = document.querySelector<HTMLElement>('#nothing');
  if (search === null || output === null || nothing === null) return;
  const counts = [...document.querySelectorAll<HTMLButtonElement>('.count')];
  const checks = [...document.querySelectorAll<HTMLDetailsElement>('.check')].map((element) => ({
    element,
    searchable: readSearchable(element),
  }));
  const chips = new Map([...document.querySelectorAll<HTMLElement>('[data-cell]')].map((c) => [c.dataset['cell'], c]));

  const apply = (): void => {
    const terms = parseQuery(search.value);
    const pressed = new Set(counts.filter(isPressed).map((count) => count.dataset['filter']));
    let found = 0;
    for (const { element, searchable } of checks) {
      const isListed =
        (pressed.size === 0 || pressed.has(element.dataset['filter'])) && matchesQuery(searchable, terms);
      element.hidden = !isListed;
      chips.get(element.id)?.classList.toggle('filtered', !isListed);
      if (isListed) found += 1;
    }
    for (const area of document.querySelectorAll<HTMLElement>('.area'))
      area.hidden = area.querySelector('.check:not([hidden])') === null;
    output.textContent =
      found === checks.length ? `${found} check${found === 1 ? '' : 's'}` : `${found} of ${checks.length}`;
    nothing.hidden = found > 0;
  };

  search.addEventListener('input', apply);
  for (const count of counts) {
    count.addEventListener('click', () => {
      count.setAttribute('aria-pressed', String(!isPressed(count)));
      apply();
    });
  }
  document.addEventListener('docknet:show-all', () => {
    search.value = '';
    for (const count of counts) count.setAttribute('aria-pressed', 'false');
    apply();
  });
  apply();
}

const isPressed = (button: HTMLButtonElement): boolean => button.getAttribute('aria-pressed') === 'true';

function readSearchable(element: HTMLDetailsElement): SearchableCheck {
  const texts = [...element.querySelectorAll('h4, .title, .claim blockquote, .reason')].map((part) => part.textContent);
  return {
    id: element.id.toLowerCase(),
    area: (element.dataset['area'] ?? '').toLowerCase(),
    verdicts: (element.dataset['verdict'] ?? '').toLowerCase().split(','),
    document: (element.dataset['document'] ?? '').toLowerCase(),
    text: texts.join(' ').toLowerCase(),
  };
}
