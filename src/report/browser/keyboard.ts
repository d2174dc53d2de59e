import { closeDissection } from './dissection.js';

/** `/` search, j and k next and previous check, o or Enter open, Esc close, `?` the keys. */
export function startKeyboard(): void {
  const search = document.querySelector<HTMLInputElement>('#search');
  const keys = document.querySelector<HTMLDialogElement>('#keys');
  document.querySelector('[data-opens-keys]')?.addEventListener('click', () => keys?.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys?.open === true) return;
    if (event.target instanceof HTMLInputElement && event.target.type === 'search') {
      if (event.key === 'Escape') leaveSearch(event.target);
      return;
    }
    const act = new Map<string, () => void>([
      ['/', () => search?.focus()],
      [
        'j',
        () => {
          step(1);
        },
      ],
      [
        'k',
        () => {
          step(-1);
        },
      ],
      ['o', toggle],
      ['Escape', closeInnermost],
      ['?', () => keys?.showModal()],
    ]).get(event.key);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** The first Esc empties the box, the second leaves it. */
export function leaveSearch(search: HTMLInputElement): void {
  if (search.value === '') {
    search.blur();
    return;
  }
  search.value = '';
  search.dispatchEvent(new Event('input', { bubbles: true }));
}

export function step(by: number): void {
  const summaries = [...document.querySelectorAll<HTMLElement>('.check:not([hidden]) > summary')];
  const here = summaries.findIndex((summary) => summary.parentElement?.contains(document.activeElement) === true);
  const next = summaries[here === -1 ? (by > 0 ? 0 : summaries.length - 1) : here + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

export function toggle(): void {
  const check = document.activeElement?.closest<HTMLDetailsElement>('.check');
  if (check !== null && check !== undefined) check.open = !check.open;
}

/** Closes the packet shown nearest to the focus, else the check around it. */
export function closeInnermost(): void {
  const check = document.activeElement?.closest<HTMLDetailsElement>('.check');
  if (check === null || check === undefined) return;
  const packets = [...check.querySelectorAll('.packet')].filter(
    (packet) => packet.querySelector('.dissection') !== null,
  );
  const packet = packets.find((candidate) => candidate.contains(document.activeElement)) ?? packets[0];
  if (packet !== undefined && closeDissection(packet)) return;
  check.open = false;
  check.querySelector<HTMLElement>('summary')?.focus();
}
