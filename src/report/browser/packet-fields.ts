import type { StoredPackets } from '../packet-store.js';

/** A field of a packet at one point: its place in the packet, its name and its value. */
export interface Placed {
  readonly layer: string;
  readonly name: string;
  readonly value: string;
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

/** An element with a class and a text. */
export function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** The dots of a packet in order of travel. */
export function dotsOf(packet: Element): HTMLButtonElement[] {
  return [...packet.querySelectorAll<HTMLButtonElement>('.hop')];
}

/** The point and the frame's number that a dot stands for: its name without the lines it settles. */
export function dotName(dot: Element): string {
  return (dot.getAttribute('aria-label') ?? '').replace(/, settles lines? .*$/, '');
}
