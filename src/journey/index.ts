export { explain } from './explain.js';
export { inTimeOrder } from './gathering.js';
export { join } from './join.js';
export { Joining } from './joining.js';
export { withEndings, type Homes } from './ending.js';
export type { PlaceOf } from './flow.js';
export { relate } from './relate.js';
export { translations } from './translation.js';
export type * from './types.js';
