/** What docknet's patch adds to cap (patches/cap+0.2.1.patch); the rest of cap is not used. */
declare module 'cap' {
  interface CaptureSettings {
    readonly device: string;
    /** Path of a network namespace. */
    readonly netns: string;
    /** libpcap's filter language; empty for everything. */
    readonly filter: string;
    /** Bytes kept of a frame. */
    readonly snaplen: number;
    /** Milliseconds until the kernel hands over a block that is not full. */
    readonly timeout: number;
    /** Bytes. */
    readonly ring: number;
    /** Interface id in the Enhanced Packet Blocks. */
    readonly interfaceId: number;
    /** Where batches are put, valid until onBatch returns; may be shared by captures. */
    readonly buffer: Buffer;
  }

  class Capture {
    /** Opens, once. On an error of `onBatch` nothing more comes. `error.status` is libpcap's PCAP_ERROR_ code. */
    open(
      settings: CaptureSettings,
      onBatch: (error: Error | null, bytes: number, frames: number) => void,
      done: (error: (Error & { status: number }) | null, linkType: number, mac: Buffer) => void,
    ): void;
    /** Sends a frame on the interface, `times` times; throws with `code` (ENETDOWN, …). */
    inject(frame: Buffer, times?: number): number;
    /** IFF_ flags; throws with `code` (ENODEV) where the interface is gone. */
    flags(): number;
    /** Received, dropped, dropped by the interface, since open. */
    statistics(): [number, number, number];
    /** False, and `done` is not called, where it is not open. */
    close(done: () => void): boolean;
  }

  const cap: { readonly Capture?: typeof Capture };
  export type { Capture, CaptureSettings };
  export default cap;
}
