import type { StoredPackets } from '../packet-store.js';
import { startCard } from './packet-card.js';
import { createElement, findDots, mergeFields, nameDot, readFields, type PacketField } from './packet-fields.js';

/** Starts the card and the table that show whole packets. Parses the page's packets when the first is asked for. */
export function startPackets(): void {
  const source = document.querySelector('#packets')?.textContent;
  if (source === undefined) return;
  let stored: StoredPackets | null = null;
  const read = (): StoredPackets => (stored ??= JSON.parse(source) as StoredPackets);
  startTables(read);
  startCard(read);
}

/** Opens a table of the packet at every point, and its rules, under the packet whose dot is clicked; toggles. */
function startTables(read: () => StoredPackets): void {
  document.addEventListener('click', (event) => {
    const dot = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const packet = dot?.closest<HTMLElement>('.packet') ?? null;
    if (dot === null || packet === null) return;
    const isOpen = dot.getAttribute('aria-expanded') === 'true';
    closePacketTable(packet);
    if (isOpen) return;
    dot.setAttribute('aria-expanded', 'true');
    packet.append(renderPanel(packet, dot, read()));
  });
}

/** Removes the table under a packet; returns false where there was none. */
export function closePacketTable(packet: Element): boolean {
  for (const dot of packet.querySelectorAll('.hop[aria-expanded=true]')) dot.setAttribute('aria-expanded', 'false');
  const panel = packet.querySelector('.dissection');
  panel?.remove();
  return panel !== null;
}

function renderPanel(packet: HTMLElement, chosen: HTMLButtonElement, stored: StoredPackets): HTMLElement {
  const dots = findDots(packet);
  const panel = createElement('div', 'dissection');
  // It scrolls sideways where it is wider than the window, so the keyboard must reach it.
  panel.tabIndex = 0;
  panel.setAttribute('role', 'region');
  panel.setAttribute('aria-label', `The packet of ${nameDot(chosen)} at every point`);
  panel.append(renderTable(dots, dots.indexOf(chosen), stored), ...renderRules(packet, dots, stored));
  return panel;
}

function renderTable(
  dots: readonly HTMLButtonElement[],
  chosenColumn: number,
  stored: StoredPackets,
): HTMLTableElement {
  const table = document.createElement('table');
  const addRow = (kind: string, heading: string, cells: readonly HTMLElement[]): void => {
    const row = table.insertRow();
    row.className = kind;
    row.append(createHeading('row', heading), ...cells);
    row.cells[chosenColumn + 1]?.classList.add('chosen');
  };
  addRow(
    'dots',
    'Point',
    dots.map((dot) => createHeading('col', nameDot(dot))),
  );
  const packets = dots.map((dot) => readFields(stored, Number(dot.dataset['packet'])));
  let layer = '';
  for (const [key, field] of mergeFields(packets)) {
    if (field.layer !== layer) {
      layer = field.layer;
      addRow(
        'layer',
        layer,
        dots.map(() => createElement('td', '')),
      );
    }
    addRow(
      'field',
      field.name,
      packets.map((fields, index) => renderValue(fields.get(key), packets[index - 1]?.get(key), index === 0)),
    );
  }
  return table;
}

function createHeading(scope: 'row' | 'col', text: string): HTMLTableCellElement {
  const heading = createElement('th', '', text) as HTMLTableCellElement;
  heading.scope = scope;
  return heading;
}

function renderValue(field: PacketField | undefined, before: PacketField | undefined, isFirst: boolean): HTMLElement {
  const cell = createElement('td', '');
  const value = field?.value ?? '';
  const isChanged = !isFirst && before?.value !== value;
  // Repeating an unchanged payload at every point would bury the fields that change.
  const text = !isFirst && !isChanged && value.length > 60 ? 'as before' : value;
  if (isChanged) cell.append(createElement('mark', '', text));
  else cell.textContent = text;
  return cell;
}

/** Lists every rule that handled the packet, in order, under the dot it came after. */
function renderRules(packet: HTMLElement, dots: readonly HTMLButtonElement[], stored: StoredPackets): HTMLElement[] {
  const references = packet.dataset['rules'];
  if (references === undefined) return [];
  const list = createElement('ol', 'handled');
  let place = '';
  for (const reference of references.split(' ')) {
    const [after = '', index = ''] = reference.split(':');
    const [where, verdict, certainty, text] = stored.rules[Number(index)] ?? ['', '', '', ''];
    const dot = dots[Number(after)];
    const here = Number(after) < 0 ? 'before the first point' : dot === undefined ? '' : `after ${nameDot(dot)}`;
    if (here !== place) list.append(createElement('li', 'place', here));
    place = here;
    const item = createElement('li', '');
    item.append(
      createElement('b', '', verdict),
      ` ${where} `,
      createElement('span', 'certainty', certainty),
      createElement('code', '', text),
    );
    list.append(item);
  }
  return [createElement('p', 'handled-title', 'Rules that handled it'), list];
}
