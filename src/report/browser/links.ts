import { reveal } from './sifting.js';

/** Goes to the area that the address names, or opens the check, whole or by a frame in it, also where a filter hides it. */
export function startLinks(): void {
  const follow = (): void => {
    const target = document.getElementById(addressed(location.hash));
    if (target === null) return;
    if (target.closest('.check[hidden], .area[hidden]') !== null) document.dispatchEvent(new Event('docknet:show-all'));
    const check = target.closest<HTMLDetailsElement>('.check');
    if (check === null) {
      target.scrollIntoView();
      return;
    }
    check.open = true;
    const packet = target.closest('.packet');
    if (packet !== null) reveal(packet);
    target.scrollIntoView({ block: target === check ? 'start' : 'center', inline: 'nearest' });
    (target === check ? check.querySelector<HTMLElement>('summary') : target)?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  // A second click on the same link changes no address, and the check may have been closed meanwhile.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.getAttribute('href') === location.hash && location.hash !== '') follow();
  });
  follow();
}

export function addressed(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    // An address typed by hand may hold a stray % that encodes nothing.
    return hash.slice(1);
  }
}

/** Names the check of the matrix cell that is pointed at or focused. */
export function startReadout(): void {
  const readout = document.querySelector<HTMLElement>('[data-readout]');
  const matrix = document.querySelector<HTMLElement>('.matrix');
  if (readout === null || matrix === null) return;
  const tell = (event: Event): void => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
    if (cell !== null) readout.textContent = cell.title.replace('\n', ': ');
  };
  matrix.addEventListener('mouseover', tell);
  matrix.addEventListener('focusin', tell);
}
