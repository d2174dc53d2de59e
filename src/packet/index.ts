export { decodePacket, defaultDnsPorts, type DecodeOptions } from './decode.js';
export { describePacket, describeDns, listTcpFlags } from './describe.js';
export { dissectPacket, type Layer } from './dissect.js';
export type * from './types.js';
