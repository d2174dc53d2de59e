import type { NftElement, NftSet } from '../types.js';

/** Members of a JSON value; none if it is not an object. */
export const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Reads a set or map of libnftables-json(5). */
export function readSet(entry: Readonly<Record<string, unknown>>): NftSet {
  const { name, type, map, elem } = entry;
  return {
    kind: map === undefined ? 'set' : map === 'verdict' ? 'verdict map' : 'map',
    name: String(name),
    type: Array.isArray(type) ? type.join(' . ') : formatValue(type),
    elements: itemsOf(elem)
      .map((one): NftElement => {
        if (map === undefined) return { key: formatValue(one), value: null };
        const [key, value] = itemsOf(one);
        return { key: formatValue(key), value: formatVerdict(value) ?? formatValue(value) };
      })
      .sort((one, other) => (one.key < other.key ? -1 : 1)),
  };
}

/** Formats a verdict as nft does: `accept`, `jump CHAIN`; null for any other statement. */
export function formatVerdict(statement: unknown): string | null {
  const [[name, value] = ['', null], ...others] = Object.entries(membersOf(statement));
  if (others.length > 0) return null;
  if (name === 'jump' || name === 'goto') return `${name} ${String(membersOf(value).target)}`;
  return ['accept', 'drop', 'continue', 'return', 'queue'].includes(name) ? name : null;
}

/** Formats an element's key or value as nft does, without quotes, comment and timeout. */
function formatValue(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const { elem, prefix, range, concat } = membersOf(value);
  if (elem !== undefined) return formatValue(membersOf(elem).val);
  if (prefix !== undefined) return `${formatValue(membersOf(prefix).addr)}/${formatValue(membersOf(prefix).len)}`;
  if (range !== undefined) return itemsOf(range).map(formatValue).join('-');
  if (concat !== undefined) return itemsOf(concat).map(formatValue).join(' . ');
  return JSON.stringify(value);
}
