import { readQuery, satisfies, type Findable } from './query.js';

/** Shows the checks that the search box and the pressed counts let through, and says how many. */
export function startFilter(): void {
  const search = document.querySelector<HTMLInputElement>('#search');
  const output = document.querySelector<HTMLOutputElement>('#found');
  const nothing = document.querySelector<HTMLElement>('#nothing');
  if (search === null || output === null || nothing === null) return;
  const counts = [...document.querySelectorAll<HTMLButtonElement>('.count')];
  const checks = [...document.querySelectorAll<HTMLDetailsElement>('.check')].map((element) => ({
    element,
    findable: findableOf(element),
  }));
  const cells = new Map(
    [...document.querySelectorAll<HTMLElement>('[data-cell]')].map(
      (cell) => [cell.dataset['cell'] ?? '', cell] as const,
    ),
  );

  const apply = (): void => {
    const terms = readQuery(search.value);
    const pressed = new Set(
      counts.filter((count) => count.getAttribute('aria-pressed') === 'true').map((count) => count.dataset['standing']),
    );
    let found = 0;
    for (const { element, findable } of checks) {
      const listed = (pressed.size === 0 || pressed.has(element.dataset['standing'])) && satisfies(findable, terms);
      element.hidden = !listed;
      cells.get(element.id)?.classList.toggle('filtered', !listed);
      if (listed) found += 1;
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
      count.setAttribute('aria-pressed', String(count.getAttribute('aria-pressed') !== 'true'));
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

export function findableOf(element: HTMLDetailsElement): Findable {
  const texts = [...element.querySelectorAll('h4, .title, .claim blockquote, .reason')].map(
    (part) => part.textContent ?? '',
  );
  return {
    id: element.id.toLowerCase(),
    area: (element.dataset['area'] ?? '').toLowerCase(),
    verdict: (element.dataset['verdict'] ?? '').toLowerCase(),
    document: (element.dataset['document'] ?? '').toLowerCase(),
    text: texts.join(' ').toLowerCase(),
  };
}
