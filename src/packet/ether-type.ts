/** EtherTypes this room reads (IANA IEEE 802 Numbers). */
export const etherTypes = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;
