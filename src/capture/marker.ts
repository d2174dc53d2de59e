/**
 * A frame that docknet sends to itself to prove that a point is being recorded: what comes back through
 * the ring shows that everything before it did too.
 */
export interface Marker {
  /** Which recording: 16 characters of nanoid's alphabet. */
  readonly token: string;
  /** Position of the point in its recording. */
  readonly point: number;
  readonly kind: 'opening' | 'closing';
}

/** IEEE Std 802 Local Experimental EtherType 1: nothing listens to it. */
const etherType = 0x88b5;
/**
 * A group address that no bridge forwards (IEEE 802.1Q table 8-1, nearest bridge), so that a marker stays on
 * its link; only one sent on a bridge interface itself is flooded, to that bridge's own ports.
 */
const destination = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e];
const name = new TextEncoder().encode('docknet\u0001');
const at = { source: 6, etherType: 12, name: 14, kind: 22, point: 23, token: 25 };
const tokenLength = 16;
const markerLength = at.token + tokenLength;
/** The shortest Ethernet frame without its check sequence. */
const frameLength = 60;

/** The shortest snapshot length that leaves a marker readable, in bytes. */
export const shortestSnapshot = 64;

/** The frame for a marker, with the sending interface's own address (6 bytes) as its source. */
export function markerFrame(marker: Marker, source: Uint8Array): Buffer {
  const frame = Buffer.alloc(frameLength);
  frame.set(destination, 0);
  frame.set(source.subarray(0, 6), at.source);
  frame.writeUInt16BE(etherType, at.etherType);
  frame.set(name, at.name);
  frame.writeUInt8(marker.kind === 'opening' ? 1 : 2, at.kind);
  frame.writeUInt16BE(marker.point, at.point);
  frame.write(marker.token.slice(0, tokenLength), at.token, 'latin1');
  return frame;
}

/** The marker in a frame, of any recording; null for every other frame. */
export function readMarker(bytes: Uint8Array): Marker | null {
  if (bytes.length < markerLength) return null;
  if ((((bytes[at.etherType] ?? 0) << 8) | (bytes[at.etherType + 1] ?? 0)) !== etherType) return null;
  if (!name.every((octet, i) => bytes[at.name + i] === octet)) return null;
  return {
    token: String.fromCharCode(...bytes.subarray(at.token, at.token + tokenLength)),
    point: ((bytes[at.point] ?? 0) << 8) | (bytes[at.point + 1] ?? 0),
    kind: bytes[at.kind] === 1 ? 'opening' : 'closing',
  };
}
