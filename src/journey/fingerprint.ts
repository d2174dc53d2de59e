/** Bytes looked at: enough for counters and time stamps at a payload's start, little enough for long recordings. */
const looked = 256;

/** A 32-bit number for the payload's first 256 bytes (FNV-1a); equal for equal bytes. */
export function fingerprint(payload: Uint8Array): number {
  let hash = 0x811c9dc5;
  const end = Math.min(payload.length, looked);
  for (let i = 0; i < end; i += 1) hash = Math.imul(hash ^ payload[i]!, 0x01000193);
  return hash >>> 0;
}
