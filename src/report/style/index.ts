import { check } from './check.js';
import { frames } from './frames.js';
import { narrow } from './narrow.js';
import { overview } from './overview.js';
import { palette } from './palette.js';
import { sheet } from './sheet.js';

/** The style of every page, in one piece, so that one hash allows it. */
export const style = [palette, sheet, overview, check, frames, narrow].join('');
