/** What the rings of one recording share, what one gets at most and at least; bytes. The kernel never swaps them. */
const ring = { together: 256 << 20, atMost: 32 << 20, atLeast: 2 << 20 };

/** A ring's bytes where so many points share them: a stall of the reader should cost no frame, a hundred points not the machine's memory. */
export function chooseRingBytes(points: number): number {
  return Math.max(ring.atLeast, Math.min(ring.atMost, Math.floor(ring.together / Math.max(1, points))));
}
