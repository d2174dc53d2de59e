/** Frames' bytes are put together in blocks of this many: one allocation for a thousand frames. */
const slabLength = 1 << 20;

/** Keeps copies of frames' bytes, so that what they were read with need not be kept. */
export class Slab {
  #free: Buffer = Buffer.alloc(0);

  /** @param wanted How many of the bytes are wanted; all where it is left out. */
  copy(bytes: Uint8Array, wanted: number = bytes.length): Uint8Array {
    const length = Math.min(bytes.length, wanted);
    if (this.#free.length < length) this.#free = Buffer.allocUnsafeSlow(Math.max(slabLength, length));
    const kept = this.#free.subarray(0, length);
    kept.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    this.#free = this.#free.subarray(length);
    return kept;
  }
}
