import type { StoredPackets } from '../packet-store.js';
import { dotName, dotsOf, element, fieldsOf } from './packet-fields.js';

/** Shows, beside the dot that is pointed at or focused, the whole packet as it was there, with what changed since the point before marked. */
export function startCard(read: () => StoredPackets): void {
  const card = element('div', 'card');
  // What it says is what the dot opens when chosen; read out twice it would only be in the way.
  card.setAttribute('aria-hidden', 'true');
  card.hidden = true;
  document.body.append(card);
  let shown: HTMLElement | null = null;
  const show = (event: Event): void => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const packet = dot?.closest('.packet') ?? null;
    if (dot === null || packet === null || packet.querySelector('.dissection') !== null) return;
    card.replaceChildren(...cardLines(dot, dotsOf(packet), read()));
    card.hidden = false;
    placeCard(card, dot.getBoundingClientRect());
    shown = dot;
  };
  const hide = (event: Event): void => {
    const towards = event instanceof MouseEvent ? event.relatedTarget : null;
    if (!(towards instanceof Node && card.contains(towards))) card.hidden = true;
  };
  // Focus scrolls a dot into view and the event comes after it: the card goes with its dot, and away only where that has gone.
  const follow = ({ target }: Event): void => {
    if (card.hidden || shown === null || (target instanceof Node && card.contains(target))) return;
    const dot = shown.getBoundingClientRect();
    const there = document.elementFromPoint(dot.left + dot.width / 2, dot.top + dot.height / 2);
    if (there !== null && (shown.contains(there) || card.contains(there))) placeCard(card, dot);
    else card.hidden = true;
  };
  document.addEventListener('mouseover', show);
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches('.hop:focus-visible')) show(event);
  });
  document.addEventListener('mouseout', (event) => {
    if (event.target instanceof Element && event.target.closest('.hop, .card') !== null) hide(event);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('click', hide);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') card.hidden = true;
  });
  document.addEventListener('scroll', follow, true);
}

export function cardLines(
  dot: HTMLButtonElement,
  dots: readonly HTMLButtonElement[],
  stored: StoredPackets,
): HTMLElement[] {
  const fields = fieldsOf(stored, Number(dot.dataset['packet']));
  const previous = dots[dots.indexOf(dot) - 1];
  const before = previous === undefined ? null : fieldsOf(stored, Number(previous.dataset['packet']));
  const lines = [element('p', 'card-title', dotName(dot))];
  let layer = '';
  for (const [key, placed] of fields) {
    if (placed.layer !== layer) {
      layer = placed.layer;
      lines.push(element('p', 'card-layer', layer));
    }
    const line = element('p', 'card-field');
    const changed = before !== null && before.get(key)?.value !== placed.value;
    line.append(element('span', '', placed.name), element(changed ? 'mark' : 'b', '', placed.value));
    lines.push(line);
  }
  return lines;
}

/** Below the dot where there is room, else above, and never outside the window. */
export function placeCard(card: HTMLElement, dot: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const room = innerHeight - dot.bottom;
  const left = Math.max(8, Math.min(dot.left + dot.width / 2 - width / 2, innerWidth - width - 8));
  const top =
    room >= height + 8 || room >= dot.top ? Math.min(dot.bottom + 2, innerHeight - height - 8) : dot.top - height - 2;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(8, top)}px`;
}
