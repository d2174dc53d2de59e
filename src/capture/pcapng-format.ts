/**
 * Numbers of the pcapng format (draft-ietf-opsawg-pcapng, sections 4 and 3.5), as far as docknet uses it:
 * one section, an interface block per point, enhanced packet blocks, interface statistics.
 */
export const blockType = { section: 0x0a0d0d0a, interface: 1, names: 4, statistics: 5, packet: 6 } as const;
export const byteOrderMagic = 0x1a2b3c4d;
export const linkTypeEthernet = 1;
export const option = {
  end: 0,
  comment: 1,
  sectionApplication: 4,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceResolution: 9,
  interfaceFilter: 11,
  packetFlags: 2,
  packetId: 5,
  statisticsReceived: 4,
  statisticsDroppedByInterface: 5,
  statisticsDroppedBySystem: 7,
} as const;
/** if_tsresol: 10^-9 seconds. */
export const nanoseconds = 9;
/** What the section's application option begins with in every recording of docknet. */
export const application = 'docknet';
/** Bytes of an enhanced packet block beside its data and options. */
export const packetOverhead = 32;

/** The next multiple of four: every option and block ends on one. */
export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Name resolution records (section 4.5): an address in network order, then its names, each ended by a zero byte. */
export const nameRecord = { end: 0, ipv4: 1, ipv6: 2 } as const;
