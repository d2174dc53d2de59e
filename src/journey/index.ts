export { explain } from './explain.js';
export { inTimeOrder } from './gathering.js';
export { join } from './join.js';
export { Joining } from './joining.js';
export { translations } from './translation.js';
export type * from './types.js';
