import type { Cell } from '../record/index.js';
import { escapeControls } from '../text/index.js';

/** Formats a count with its noun: `1 packet`, `2 packets`. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Formats a cell's daemon.json: `icc false, mtu 1400`, "none". */
export function formatConfig({ engine: { daemonConfig } }: Cell): string {
  return (
    Object.entries(daemonConfig)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ') || 'none'
  );
}

export const capitalize = (phrase: string): string => `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}`;

/**
 * Writes a value as JSON that is safe inside `<script type="application/json">`: without `<`, so that neither
 * `</script>` nor `<!--` can end or change it, and without U+2028 and U+2029.
 */
export function stringifyForScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/**
 * Returns the link to a file relative to the record's directory. Encodes every segment and starts with `./`, so that a
 * path from a foreign record cannot become another scheme (`javascript:`) or another host (`//host`).
 */
export function linkToFile(path: string): string {
  return `./${encodeSegments(path)}`;
}

/** Returns the link to the element with this id, whose control characters the page escapes. */
export function linkToId(id: string): string {
  return `#${encodeSegments(escapeControls(id))}`;
}

/** Replaces lone surrogates, which encodeURIComponent throws on. */
function encodeSegments(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
