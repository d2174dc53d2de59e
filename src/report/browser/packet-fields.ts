import type { StoredPackets } from '../packet-store.js';

/** A field of a packet, with the layer that contains it. */
export interface PacketField {
  readonly layer: string;
  readonly name: string;
  readonly value: string;
}

/** Returns a packet's fields by layer and name; a `+` is added to the key for each earlier field of the same name. */
export function readFields(stored: StoredPackets, packet: number): Map<string, PacketField> {
  const fields = new Map<string, PacketField>();
  for (const layerIndex of stored.packets[packet] ?? []) {
    const [layer = '', ...fieldIndexes] = stored.layers[layerIndex] ?? [''];
    for (const index of fieldIndexes) {
      const [name, value] = stored.fields[index] ?? ['', ''];
      let key = `${layer}\n${name}`;
      while (fields.has(key)) key += '+';
      fields.set(key, { layer, name, value });
    }
  }
  return fields;
}

/** Merges the fields of several packets, grouped by layer; the first packet that has a field decides its position. */
export function mergeFields(packets: readonly Map<string, PacketField>[]): Map<string, PacketField> {
  const union = new Map(packets.flatMap((fields) => [...fields]));
  const layers = [...new Set([...union.values()].map(({ layer }) => layer))];
  return new Map([...union].sort(([, a], [, b]) => layers.indexOf(a.layer) - layers.indexOf(b.layer)));
}

/** Creates an element with a class and a text. */
export function createElement(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

/** Returns the dots of a packet in order of travel. */
export function findDots(packet: Element): HTMLButtonElement[] {
  return [...packet.querySelectorAll<HTMLButtonElement>('.hop')];
}

/** Returns the point and frame number of a dot: its label without the expectations it settles. */
export function nameDot(dot: Element): string {
  return (dot.getAttribute('aria-label') ?? '').replace(/, settles lines? .*$/, '');
}
