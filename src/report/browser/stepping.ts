import { dotsOf } from './packet-fields.js';

/** Arrow keys go from dot to dot: along a packet, and from packet to packet. A ladder is one stop for the Tab key. */
export function startStepping(): void {
  for (const check of document.querySelectorAll<HTMLDetailsElement>('.check[open]')) prepareLadder(check);
  // The event of a details element does not bubble. Only what is opened is prepared: there are thousands of dots.
  document.addEventListener(
    'toggle',
    (event) => {
      if (event.target instanceof HTMLDetailsElement && event.target.matches('.check[open]'))
        prepareLadder(event.target);
    },
    true,
  );
  document.addEventListener('focusin', (event) => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const ladder = dot?.closest('.ladder');
    if (dot !== null && ladder !== null && ladder !== undefined) holdTabStop(ladder, dot);
  });
  document.addEventListener('change', (event) => {
    const ladder = event.target instanceof Element ? event.target.closest('.ladder') : null;
    if (ladder !== null) holdTabStop(ladder, null);
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.target instanceof HTMLButtonElement) || !event.target.matches('.hop')) return;
    const next = neighbour(event.target, event.key);
    if (next === null) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

/** Said here and not in the page: without the script a dot opens nothing, and every one is worth reaching. */
export function prepareLadder(check: Element): void {
  for (const dot of check.querySelectorAll('.hop:not([aria-expanded])')) dot.setAttribute('aria-expanded', 'false');
  for (const ladder of check.querySelectorAll('.ladder')) holdTabStop(ladder, null);
}

/** Makes one dot the ladder's stop for the Tab key: the given one, or the first that shows where none of those that show is. */
export function holdTabStop(ladder: Element, chosen: HTMLButtonElement | null): void {
  const showing = shownPackets(ladder).flatMap(dotsOf);
  const stop = chosen ?? showing.find((dot) => dot.tabIndex === 0 && dot.hasAttribute('tabindex')) ?? showing[0];
  for (const dot of ladder.querySelectorAll<HTMLButtonElement>('.hop')) dot.tabIndex = dot === stop ? 0 : -1;
}

export function shownPackets(ladder: Element): Element[] {
  return [...ladder.querySelectorAll('.packet')].filter((packet) => packet.getClientRects().length > 0);
}

/** The dot that an arrow key leads to: left and right as they are drawn; up and down the nearest of the next packet. */
export function neighbour(dot: HTMLButtonElement, key: string): HTMLButtonElement | null {
  const packet = dot.closest('.packet');
  const ladder = dot.closest('.ladder');
  if (packet === null || ladder === null) return null;
  const across = (one: Element): number => one.getBoundingClientRect().left;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const sign = key === 'ArrowRight' ? 1 : -1;
    const beyond = dotsOf(packet).filter((other) => (across(other) - across(dot)) * sign > 0);
    return beyond.sort((one, other) => (across(one) - across(other)) * sign)[0] ?? null;
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const packets = shownPackets(ladder);
  const next = packets[packets.indexOf(packet) + (key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return null;
  const distance = (other: Element): number => Math.abs(across(other) - across(dot));
  return dotsOf(next).sort((one, other) => distance(one) - distance(other))[0] ?? null;
}
