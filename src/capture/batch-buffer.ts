/**
 * Where libpcap's batches are put before they are written: one for every point of the process, because a
 * batch is written before the next is taken. Room for several of the longest frames; small enough for a cache.
 */
export const batchBuffer = Buffer.allocUnsafeSlow(1 << 20);
