import { relative } from 'node:path';

/** A path as short as a person would type it: from here where it is below, else whole. */
export function shownPath(path: string): string {
  const fromHere = relative('.', path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}
