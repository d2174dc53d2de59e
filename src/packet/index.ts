export { decode, defaultDnsPorts, type DecodeOptions } from './decode.js';
export { describe, describeDns, flagNames } from './describe.js';
export { dissect, type Layer } from './dissect.js';
export type * from './types.js';
