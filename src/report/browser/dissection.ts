import type { StoredPackets } from '../packet-store.js';
import { allFields, dotName, dotsOf, element, fieldsOf, type Placed } from './packet-fields.js';

/** Opens, under a packet's arrows, the whole packet as it was at every point, field by field, and its rules; closes it when asked again. */
export function startDissections(read: () => StoredPackets): void {
  document.addEventListener('click', (event) => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const packet = dot?.closest('.packet') ?? null;
    if (dot === null || packet === null) return;
    const open = dot.getAttribute('aria-expanded') === 'true';
    closeDissection(packet);
    if (open) return;
    dot.setAttribute('aria-expanded', 'true');
    packet.append(dissection(packet, dot, read()));
  });
}

/** Removes the dissection under a packet; false where there was none. */
export function closeDissection(packet: Element): boolean {
  for (const dot of packet.querySelectorAll('.hop[aria-expanded=true]')) dot.setAttribute('aria-expanded', 'false');
  const open = packet.querySelector('.dissection');
  open?.remove();
  return open !== null;
}

export function dissection(packet: Element, chosen: HTMLButtonElement, stored: StoredPackets): HTMLElement {
  const dots = dotsOf(packet);
  const fields = dots.map((dot) => fieldsOf(stored, Number(dot.dataset['packet'])));
  const table = document.createElement('table');
  const column = dots.indexOf(chosen);
  const line = (kind: string, heading: string, cells: readonly HTMLElement[]): void => {
    const row = table.insertRow();
    row.className = kind;
    const head = element('th', '', heading) as HTMLTableCellElement;
    head.scope = 'row';
    row.append(head, ...cells);
    row.cells[column + 1]?.classList.add('chosen');
  };
  line(
    'dots',
    'Point',
    dots.map((dot) => {
      const head = element('th', '', dotName(dot)) as HTMLTableCellElement;
      head.scope = 'col';
      return head;
    }),
  );
  let layer = '';
  for (const [key, placed] of allFields(fields)) {
    if (placed.layer !== layer) {
      layer = placed.layer;
      line(
        'layer',
        layer,
        dots.map(() => element('td', '')),
      );
    }
    line(
      'field',
      placed.name,
      fields.map((here, index) => valueCell(here.get(key), fields[index - 1]?.get(key), index > 0)),
    );
  }
  const panel = element('div', 'dissection');
  // It scrolls sideways where it is wider than the window, for which the keyboard must get there.
  panel.tabIndex = 0;
  panel.setAttribute('role', 'region');
  panel.setAttribute('aria-label', `The packet of ${dotName(chosen)} at every point`);
  panel.append(table, ...rulesOnTheWay(packet, dots, stored));
  return panel;
}

export function valueCell(here: Placed | undefined, before: Placed | undefined, later: boolean): HTMLElement {
  const cell = element('td', '');
  const value = here?.value ?? '';
  const changed = later && before?.value !== value;
  // A payload that is the same at every point would bury the fields that are not.
  const text = later && !changed && value.length > 60 ? 'as before' : value;
  if (changed) cell.append(element('mark', '', text));
  else cell.textContent = text;
  return cell;
}

/** Every rule that handled the packet, in order, under the point it came after. */
export function rulesOnTheWay(
  packet: Element,
  dots: readonly HTMLButtonElement[],
  stored: StoredPackets,
): HTMLElement[] {
  const kept = (packet as HTMLElement).dataset['rules'];
  if (kept === undefined) return [];
  const list = element('ol', 'handled');
  let place = '';
  for (const entry of kept.split(' ')) {
    const [after = '', position = ''] = entry.split(':');
    const [where, verdict, certainty, text] = stored.rules[Number(position)] ?? ['', '', '', ''];
    const dot = dots[Number(after)];
    const here = Number(after) < 0 ? 'before it was first seen' : dot === undefined ? '' : `after ${dotName(dot)}`;
    if (here !== place) list.append(element('li', 'place', here));
    place = here;
    const item = element('li', '');
    item.append(element('b', '', verdict), ` ${where} `, element('span', 'sure', certainty), element('code', '', text));
    list.append(item);
  }
  return [element('p', 'handled-title', 'Rules on its way'), list];
}
