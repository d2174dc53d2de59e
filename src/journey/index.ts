export { explain } from './explain.js';
export { join } from './join.js';
export { translations } from './translation.js';
export type * from './types.js';
