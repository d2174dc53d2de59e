/** What a hand-made UDP datagram in an IPv4 frame says; checksums are left 0, which UDP allows and decoding ignores. */
export interface Datagram {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly ttl: number;
  readonly id: number;
  readonly payload: Uint8Array;
}

/** The datagram as an Ethernet frame, for cases that no recording can be made to show on demand. */
export function frameOf({ source, sourcePort, destination, destinationPort, ttl, id, payload }: Datagram): Uint8Array {
  const frame = new Uint8Array(14 + 20 + 8 + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint16(12, 0x0800);
  view.setUint8(14, 0x45);
  view.setUint16(16, 28 + payload.length);
  view.setUint16(18, id);
  view.setUint16(20, 0x4000);
  view.setUint8(22, ttl);
  view.setUint8(23, 17);
  frame.set(source.split('.').map(Number), 26);
  frame.set(destination.split('.').map(Number), 30);
  view.setUint16(34, sourcePort);
  view.setUint16(36, destinationPort);
  view.setUint16(38, 8 + payload.length);
  frame.set(payload, 42);
  return frame;
}
