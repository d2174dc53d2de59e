import { readUint32 } from './bytes.js';
import { requireBytes, setPayload, type DecodeContext } from './context.js';

/** The UDP port of VXLAN (RFC 7348, section 5). */
export const vxlanPort = 4789;

const vxlanHeaderLength = 8;
/** The flag that says that the header has a network identifier. */
const hasIdentifier = 0x08;
/** SPI and sequence number; what follows is encrypted. */
const espHeaderLength = 8;

/** Decodes a VXLAN header and the frame that follows it, from `offset` to the datagram's `end` (RFC 7348). */
export function decodeVxlan(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'vxlan', 'a VXLAN header', offset, vxlanHeaderLength, end)) return;
  if ((bytes[offset]! & hasIdentifier) === 0) return;
  packet.vxlan = {
    identifier: readUint32(bytes, offset + 4) >>> 8,
    packet: context.decodeFrame(context, offset + vxlanHeaderLength, end),
  };
}

/** Decodes the header of an ESP packet, and sets the encrypted rest as its payload (RFC 4303). */
export function decodeEsp(context: DecodeContext, offset: number, end: number): void {
  const { bytes, packet } = context;
  if (!requireBytes(context, 'esp', 'an ESP header', offset, espHeaderLength, end)) return;
  packet.esp = { spi: readUint32(bytes, offset), sequence: readUint32(bytes, offset + 4) };
  setPayload(context, offset + espHeaderLength, end);
}
