import {
  blockType,
  encodeBlock,
  encodeOptions,
  encodeTime,
  optionCode,
  pad,
  u32,
  type Option,
} from '../pcapng/blocks.js';

export { interfaceBlock, sectionHeader, statisticsBlock } from '../pcapng/blocks.js';

/**
 * Encodes an enhanced packet block, which libpcap's side of the recorder (the patch of cap) writes otherwise.
 *
 * @param bytes The bytes kept of `wireLength` bytes.
 */
export function packetBlock(
  interfaceId: number,
  at: bigint,
  bytes: Uint8Array,
  wireLength: number,
  { comment, direction }: { readonly comment?: string; readonly direction?: 'inbound' | 'outbound' } = {},
): Buffer {
  const options: Option[] = [];
  if (comment !== undefined) options.push([optionCode.comment, Buffer.from(comment)]);
  if (direction !== undefined) options.push([optionCode.packetFlags, u32(direction === 'inbound' ? 1 : 2)]);
  return encodeBlock(blockType.packet, [
    u32(interfaceId),
    encodeTime(at),
    u32(bytes.length),
    u32(wireLength),
    pad(bytes),
    encodeOptions(options),
  ]);
}
