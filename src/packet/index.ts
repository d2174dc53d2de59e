/** Decodes frames and describes them. Pure: no I/O. */
export { decodePacket, defaultDnsPorts } from './decode.js';
export { describeDns, describePacket, listTcpFlags } from './describe.js';
export { dissectPacket } from './dissect.js';
export type * from './types.js';
