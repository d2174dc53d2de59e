import { escapeControls } from '../text/index.js';

/**
 * A path relative to the record's directory as a link. Every segment is encoded and the whole begins with `./`, so
 * that a path from a foreign record can never become another scheme (`javascript:`) or another host (`//host`).
 */
export function evidencePath(path: string): string {
  return `./${path
    .split('/')
    .map((segment) => encodeURIComponent(wellFormed(segment)))
    .join('/')}`;
}

/** A link inside the page to the element with this id, which shows its controls as the whole page does. */
export function within(id: string): string {
  return `#${escapeControls(id)
    .split('/')
    .map((segment) => encodeURIComponent(wellFormed(segment)))
    .join('/')}`;
}

/** Lone surrogates replaced: encodeURIComponent throws on them. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
