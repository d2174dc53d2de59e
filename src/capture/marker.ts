/** A frame that docknet sends to itself at a point: once it is recorded, so is everything sent before it. */
export interface Marker {
  /** Identifies the recording: 16 characters of nanoid's alphabet. */
  readonly token: string;
  /** The point's position in its recording. */
  readonly point: number;
  readonly kind: 'opening' | 'closing';
}

/** IEEE Std 802 Local Experimental EtherType 1: no protocol uses it. */
export const markerEtherType = 0x88b5;
/**
 * A group address that bridges do not forward (IEEE 802.1Q table 8-1, nearest bridge), so that a marker stays on its
 * link. A marker sent on a bridge interface is flooded to the bridge's own ports.
 */
const destination = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e];
const name = new TextEncoder().encode('docknet\u0001');
const at = { source: 6, etherType: 12, name: 14, kind: 22, point: 23, token: 25 };
const tokenLength = 16;
const markerLength = at.token + tokenLength;
/** The shortest Ethernet frame, without its check sequence. */
const frameLength = 60;

/** The shortest snaplen, in bytes, that keeps a marker readable. */
export const shortestSnapshot = 64;

/** Builds a marker's frame. `source` is the sending interface's MAC address, 6 bytes. */
export function buildMarkerFrame(marker: Marker, source: Uint8Array): Buffer {
  const frame = Buffer.alloc(frameLength);
  frame.set(destination, 0);
  frame.set(source.subarray(0, 6), at.source);
  frame.writeUInt16BE(markerEtherType, at.etherType);
  frame.set(name, at.name);
  frame.writeUInt8(marker.kind === 'opening' ? 1 : 2, at.kind);
  frame.writeUInt16BE(marker.point, at.point);
  frame.write(marker.token.slice(0, tokenLength), at.token, 'latin1');
  return frame;
}

/** Reads the marker in a frame, of any recording; null for every other frame. */
export function readMarker(bytes: Uint8Array): Marker | null {
  if (bytes.length < markerLength) return null;
  if ((((bytes[at.etherType] ?? 0) << 8) | (bytes[at.etherType + 1] ?? 0)) !== markerEtherType) return null;
  if (!name.every((octet, i) => bytes[at.name + i] === octet)) return null;
  return {
    token: String.fromCharCode(...bytes.subarray(at.token, at.token + tokenLength)),
    point: ((bytes[at.point] ?? 0) << 8) | (bytes[at.point + 1] ?? 0),
    kind: bytes[at.kind] === 1 ? 'opening' : 'closing',
  };
}
