import { check } from './check.js';
import { dissection } from './dissection.js';
import { ladder } from './ladder.js';
import { narrow } from './narrow.js';
import { overview } from './overview.js';
import { palette } from './palette.js';
import { rules } from './rules.js';
import { sheet } from './sheet.js';

/** The style of every page, in one piece, so that one hash allows it. */
export const style = [palette, sheet, overview, check, rules, ladder, dissection, narrow].join('');
