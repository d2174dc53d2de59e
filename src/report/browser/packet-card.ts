import type { StoredPackets } from '../packet-store.js';
import { createElement, findDots, nameDot, readFields } from './packet-fields.js';

/** Shows a card with the whole packet beside the hovered or focused dot; marks what changed since the dot before. */
export function startCard(read: () => StoredPackets): void {
  const card = createElement('div', 'card');
  // Clicking the dot opens the same content where screen readers reach it.
  card.setAttribute('aria-hidden', 'true');
  card.hidden = true;
  document.body.append(card);
  let current: HTMLElement | null = null;
  const show = (event: Event): void => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const packet = dot?.closest('.packet') ?? null;
    if (dot === null || packet === null || packet.querySelector('.dissection') !== null) return;
    card.replaceChildren(...renderCard(dot, findDots(packet), read()));
    card.hidden = false;
    placeCard(card, dot.getBoundingClientRect());
    current = dot;
  };
  const hide = (event: Event): void => {
    const entered = event instanceof MouseEvent ? event.relatedTarget : null;
    if (!(entered instanceof Node && card.contains(entered))) card.hidden = true;
  };
  // The keyboard's focus scrolls the dot into view after focusin: move the card with it, hide it once the dot is gone.
  const follow = ({ target }: Event): void => {
    if (card.hidden || current === null || (target instanceof Node && card.contains(target))) return;
    const dot = current.getBoundingClientRect();
    const top = document.elementFromPoint(dot.left + dot.width / 2, dot.top + dot.height / 2);
    if (top !== null && (current.contains(top) || card.contains(top))) placeCard(card, dot);
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

function renderCard(dot: HTMLButtonElement, dots: readonly HTMLButtonElement[], stored: StoredPackets): HTMLElement[] {
  const previous = dots[dots.indexOf(dot) - 1];
  const before = previous === undefined ? null : readFields(stored, Number(previous.dataset['packet']));
  const elements = [createElement('p', 'card-title', nameDot(dot))];
  let layer = '';
  for (const [key, field] of readFields(stored, Number(dot.dataset['packet']))) {
    if (field.layer !== layer) {
      layer = field.layer;
      elements.push(createElement('p', 'card-layer', layer));
    }
    const isChanged = before !== null && before.get(key)?.value !== field.value;
    const line = createElement('p', 'card-field');
    line.append(createElement('span', '', field.name), createElement(isChanged ? 'mark' : 'b', '', field.value));
    elements.push(line);
  }
  return elements;
}

/** Places the card below the dot, or above it where there is more room, inside the window. */
function placeCard(card: HTMLElement, dot: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const below = innerHeight - dot.bottom;
  const left = Math.max(8, Math.min(dot.left + dot.width / 2 - width / 2, innerWidth - width - 8));
  const top =
    below >= height + 8 || below >= dot.top ? Math.min(dot.bottom + 2, innerHeight - height - 8) : dot.top - height - 2;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(8, top)}px`;
}
