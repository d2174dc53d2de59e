import { revealPacket } from './ladder.js';
import { closePacketTable } from './packet-table.js';

/** Starts the keyboard shortcuts, links into the page, and the readout of the overview's chips. */
export function startNavigation(): void {
  startKeyboard();
  startReadout();
  startLinks();
}

/** `/` search, j and k next and previous check, o or Enter open, Esc close, `?` help. */
function startKeyboard(): void {
  const search = document.querySelector<HTMLInputElement>('#search');
  const help = document.querySelector<HTMLDialogElement>('#help');
  document.querySelector('[data-opens-help]')?.addEventListener('click', () => help?.showModal());
  const actions = new Map<string, () => void>([
    ['/', () => search?.focus()],
    ['j', () => focusCheck(1)],
    ['k', () => focusCheck(-1)],
    ['o', toggleCheck],
    ['Escape', closeInnermost],
    ['?', () => help?.showModal()],
  ]);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help?.open === true) return;
    if (event.target instanceof HTMLInputElement && event.target.type === 'search') {
      if (event.key === 'Escape') clearOrLeave(event.target);
      return;
    }
    const action = actions.get(event.key);
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

/** Empties a search box; leaves one that is empty. */
function clearOrLeave(search: HTMLInputElement): void {
  if (search.value === '') {
    search.blur();
    return;
  }
  search.value = '';
  search.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Focuses the next (1) or previous (-1) check that is not hidden. */
function focusCheck(step: 1 | -1): void {
  const summaries = [...document.querySelectorAll<HTMLElement>('.check:not([hidden]) > summary')];
  const current = summaries.findIndex((summary) => summary.parentElement?.contains(document.activeElement) === true);
  const next = summaries[current === -1 ? (step > 0 ? 0 : summaries.length - 1) : current + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const focusedCheck = (): HTMLDetailsElement | null =>
  document.activeElement?.closest<HTMLDetailsElement>('.check') ?? null;

function toggleCheck(): void {
  const check = focusedCheck();
  if (check !== null) check.open = !check.open;
}

/** Closes the open packet nearest to the focus; closes the check where no packet is open. */
function closeInnermost(): void {
  const check = focusedCheck();
  if (check === null) return;
  const packets = [...check.querySelectorAll('.packet')].filter(
    (packet) => packet.querySelector('.dissection') !== null,
  );
  const packet = packets.find((candidate) => candidate.contains(document.activeElement)) ?? packets[0];
  if (packet !== undefined && closePacketTable(packet)) return;
  check.open = false;
  check.querySelector<HTMLElement>('summary')?.focus();
}

/** Opens the area, check or frame that the address names; clears a filter that hides it. */
function startLinks(): void {
  const follow = (): void => {
    const target = document.getElementById(decodeFragment(location.hash));
    if (target === null) return;
    if (target.closest('.check[hidden], .area[hidden]') !== null) document.dispatchEvent(new Event('docknet:show-all'));
    const check = target.closest<HTMLDetailsElement>('.check');
    if (check === null) {
      target.scrollIntoView();
      return;
    }
    check.open = true;
    const packet = target.closest('.packet');
    if (packet !== null) revealPacket(packet);
    target.scrollIntoView({ block: target === check ? 'start' : 'center', inline: 'nearest' });
    (target === check ? check.querySelector<HTMLElement>('summary') : target)?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  // A second click on the same link fires no hashchange, and the check may have been closed since.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.getAttribute('href') === location.hash && location.hash !== '') follow();
  });
  follow();
}

function decodeFragment(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    // A typed address may contain a % that encodes nothing.
    return hash.slice(1);
  }
}

/** Shows the id and title of the check whose chip in the overview is hovered or focused. */
function startReadout(): void {
  const readout = document.querySelector<HTMLElement>('[data-readout]');
  const matrix = document.querySelector<HTMLElement>('.matrix');
  if (readout === null || matrix === null) return;
  const show = (event: Event): void => {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
    if (chip !== null) readout.textContent = chip.title.replace('\n', ': ');
  };
  matrix.addEventListener('mouseover', show);
  matrix.addEventListener('focusin', show);
}
