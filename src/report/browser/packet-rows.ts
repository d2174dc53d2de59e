import type { StoredPackets } from '../packet-store.js';

/** A field of a packet at one point: its place in the packet, its name and its value. */
interface Placed {
  readonly layer: string;
  readonly name: string;
  readonly value: string;
}

/** Opens, under a journey's row, the whole packet as it was at every point, field by field; closes it when asked again. */
export function startPacketRows(): void {
  // Said here and not in the page: there are many, and without this script none of them opens anything.
  for (const hop of document.querySelectorAll('.hop')) hop.setAttribute('aria-expanded', 'false');
  const source = document.querySelector('#packets')?.textContent;
  if (source === undefined || source === null) return;
  let stored: StoredPackets | null = null;
  document.addEventListener('click', (event) => {
    const hop = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('.hop') : null;
    const row = hop?.closest('tr') ?? null;
    if (hop === null || row === null) return;
    const open = hop.getAttribute('aria-expanded') === 'true';
    closePacketRows(row);
    if (open) return;
    stored ??= JSON.parse(source) as StoredPackets;
    hop.setAttribute('aria-expanded', 'true');
    row.after(...packetRows(row, hop, stored));
  });
}

/** Removes the packet shown under a journey's row; false where there was none. */
export function closePacketRows(row: Element): boolean {
  let removed = false;
  for (const hop of row.querySelectorAll('.hop[aria-expanded=true]')) hop.setAttribute('aria-expanded', 'false');
  while (row.nextElementSibling?.matches('.layer, .field') === true) {
    row.nextElementSibling.remove();
    removed = true;
  }
  return removed;
}

export function packetRows(row: HTMLTableRowElement, chosen: HTMLButtonElement, stored: StoredPackets): HTMLTableRowElement[] {
  const hops = [...row.querySelectorAll<HTMLButtonElement>('.hop')];
  const fields = new Map(hops.map((hop) => [hop, fieldsOf(stored, Number(hop.dataset['packet']))] as const));
  const inTime = [...hops].sort((one, other) => Number(one.dataset['step']) - Number(other.dataset['step']));
  const rows: HTMLTableRowElement[] = [];
  let layer = '';
  for (const [key, placed] of allFields(inTime.map((hop) => fields.get(hop) ?? new Map<string, Placed>()))) {
    if (placed.layer !== layer) {
      layer = placed.layer;
      rows.push(line(row, 'layer', layer, () => []));
    }
    rows.push(line(row, 'field', placed.name, (cell) => [...cell.querySelectorAll<HTMLButtonElement>('.hop')].map((hop) => {
      const value = fields.get(hop)?.get(key)?.value ?? '';
      const before = inTime[inTime.indexOf(hop) - 1];
      const changed = before !== undefined && fields.get(before)?.get(key)?.value !== value;
      const text = document.createElement(changed ? 'mark' : 'div');
      // A payload that is the same at every point would bury the fields that are not.
      text.textContent = before !== undefined && !changed && value.length > 60 ? 'as before' : value;
      return text;
    })));
  }
  rows.at(-1)?.classList.add('last');
  const column = [...row.cells].findIndex((cell) => cell.contains(chosen));
  for (const added of rows) added.cells[column]?.classList.add('chosen');
  return rows;
}

/** The fields of a packet by where they are: the layer and the name, each with how often it came before. */
export function fieldsOf(stored: StoredPackets, packet: number): Map<string, Placed> {
  const fields = new Map<string, Placed>();
  for (const position of stored.packets[packet] ?? []) {
    const [layer = '', ...inside] = stored.layers[position] ?? [''];
    for (const place of inside) {
      const [name, value] = stored.fields[place] ?? ['', ''];
      let key = `${layer}\n${name}`;
      while (fields.has(key)) key += '+';
      fields.set(key, { layer, name, value });
    }
  }
  return fields;
}

/** Every field of any of the packets, in the order of the first that has it, layers kept together. */
export function allFields(packets: readonly Map<string, Placed>[]): Map<string, Placed> {
  const union = new Map(packets.flatMap((fields) => [...fields]));
  const layers = [...new Set([...union.values()].map(({ layer }) => layer))];
  return new Map([...union].sort(([, one], [, other]) => layers.indexOf(one.layer) - layers.indexOf(other.layer)));
}

/** A row under a journey: a heading in the first column, and per column what `inside` makes of the journey's cell. */
export function line(row: HTMLTableRowElement, kind: string, heading: string, inside: (cell: HTMLTableCellElement) => HTMLElement[]): HTMLTableRowElement {
  const added = document.createElement('tr');
  added.className = kind;
  const head = document.createElement('th');
  head.scope = 'row';
  head.className = 'packet';
  head.textContent = heading;
  added.append(head);
  for (const cell of [...row.cells].slice(1)) {
    const copy = document.createElement('td');
    copy.append(...inside(cell));
    added.append(copy);
  }
  return added;
}
