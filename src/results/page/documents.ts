import { outlines } from '../../report/index.js';

/** Full titles of the documents whose claims are checked, by the short names that claims use. */
export const documentTitles: ReadonlyMap<string, string> = new Map(outlines.map(({ name, title }) => [name, title]));
