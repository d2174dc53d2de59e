import { findDots } from './packet-fields.js';

/** Starts what works inside every ladder: the packet filter, arrow keys, and the marking of related packets. */
export function startLadders(): void {
  startRelations();
  startPacketFilter();
  startArrowKeys();
}

/** Marks the packets that the hovered or focused one is related to. */
function startRelations(): void {
  const mark = (event: Event): void => {
    const packet = event.target instanceof Element ? event.target.closest('.packet') : null;
    for (const marked of document.querySelectorAll('.packet.related')) marked.classList.remove('related');
    if (packet === null) return;
    for (const relation of packet.querySelectorAll<HTMLElement>('.relation')) {
      packet.parentElement?.children[Number(relation.dataset['to']) - 1]?.classList.add('related');
    }
  };
  document.addEventListener('mouseover', mark);
  document.addEventListener('focusin', mark);
}

function startPacketFilter(): void {
  document.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches('.packet-filter')) return;
    const ladder = event.target.closest('.ladder');
    if (ladder !== null) filterPackets(ladder, event.target.value);
  });
}

/** Hides the packets of a ladder that lack one of the query's words, and shows how many are left. */
function filterPackets(ladder: Element, query: string): void {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const packets = [...ladder.querySelectorAll<HTMLElement>('.packet')];
  for (const packet of packets) {
    const text = packet.textContent.toLowerCase();
    packet.hidden = !words.every((word) => text.includes(word));
  }
  ladder.classList.toggle('filtering', words.length > 0);
  const output = ladder.querySelector('.packet-count');
  if (output !== null)
    output.textContent =
      words.length === 0 ? '' : `${packets.filter(({ hidden }) => !hidden).length} of ${packets.length}`;
  setTabStop(ladder, null);
}

/** Shows a packet that the ladder's choice or filter hides. */
export function revealPacket(packet: Element): void {
  const ladder = packet.closest('.ladder');
  if (ladder === null) return;
  if (packet.matches('[hidden]')) {
    const filter = ladder.querySelector<HTMLInputElement>('.packet-filter');
    if (filter !== null) filter.value = '';
    filterPackets(ladder, '');
  }
  const all = ladder.querySelector<HTMLInputElement>('.all-packets');
  if (all !== null && packet.matches('.other, .chatter')) all.checked = true;
}

/** Moves the focus from dot to dot with arrow keys, within a packet and between packets. Tab stops once a ladder. */
function startArrowKeys(): void {
  for (const check of document.querySelectorAll('.check[open]')) prepareLadders(check);
  // `toggle` does not bubble. A page has thousands of dots, so only opened checks are prepared.
  document.addEventListener(
    'toggle',
    (event) => {
      if (event.target instanceof HTMLDetailsElement && event.target.matches('.check[open]'))
        prepareLadders(event.target);
    },
    true,
  );
  document.addEventListener('focusin', (event) => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const ladder = dot?.closest('.ladder') ?? null;
    if (dot !== null && ladder !== null) setTabStop(ladder, dot);
  });
  document.addEventListener('change', (event) => {
    const ladder = event.target instanceof Element ? event.target.closest('.ladder') : null;
    if (ladder !== null) setTabStop(ladder, null);
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.target instanceof HTMLButtonElement) || !event.target.matches('.hop')) return;
    const next = findNeighbour(event.target, event.key);
    if (next === null) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}

/** Sets aria-expanded here and not in the HTML: without a script a dot opens nothing. */
function prepareLadders(check: Element): void {
  for (const dot of check.querySelectorAll('.hop:not([aria-expanded])')) dot.setAttribute('aria-expanded', 'false');
  for (const ladder of check.querySelectorAll('.ladder')) setTabStop(ladder, null);
}

/** Makes one dot the ladder's only tab stop: `chosen`, or the current one if visible, or the first visible one. */
function setTabStop(ladder: Element, chosen: HTMLButtonElement | null): void {
  const visible = findVisiblePackets(ladder).flatMap(findDots);
  const stop = chosen ?? visible.find((dot) => dot.tabIndex === 0 && dot.hasAttribute('tabindex')) ?? visible[0];
  for (const dot of ladder.querySelectorAll<HTMLButtonElement>('.hop')) dot.tabIndex = dot === stop ? 0 : -1;
}

function findVisiblePackets(ladder: Element): Element[] {
  return [...ladder.querySelectorAll('.packet')].filter((packet) => packet.getClientRects().length > 0);
}

/** Returns the dot an arrow key leads to: the next one drawn left or right, or the nearest of the next packet. */
function findNeighbour(dot: HTMLButtonElement, key: string): HTMLButtonElement | null {
  const packet = dot.closest('.packet');
  const ladder = dot.closest('.ladder');
  if (packet === null || ladder === null) return null;
  const offset = (other: Element): number => other.getBoundingClientRect().left - dot.getBoundingClientRect().left;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const sign = key === 'ArrowRight' ? 1 : -1;
    const candidates = findDots(packet).filter((other) => offset(other) * sign > 0);
    return candidates.sort((a, b) => (offset(a) - offset(b)) * sign)[0] ?? null;
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const packets = findVisiblePackets(ladder);
  const next = packets[packets.indexOf(packet) + (key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return null;
  return findDots(next).sort((a, b) => Math.abs(offset(a)) - Math.abs(offset(b)))[0] ?? null;
}
