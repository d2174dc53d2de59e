/** The extensions that docknet's patch adds to cap (patches/cap+0.2.1.patch). docknet uses nothing else of cap. */
declare module 'cap' {
  interface CaptureSettings {
    readonly device: string;
    /** Path of a network namespace. */
    readonly netns: string;
    /** pcap-filter(7); empty for every frame. */
    readonly filter: string;
    /** Bytes kept of a frame. */
    readonly snaplen: number;
    /** Milliseconds until the kernel hands over a block that is not full. */
    readonly timeout: number;
    /** Bytes. */
    readonly ring: number;
    /** Interface id in the Enhanced Packet Blocks. */
    readonly interfaceId: number;
    /** Receives batches, each valid until onBatch returns. Captures may share it. */
    readonly buffer: Buffer;
  }

  class Capture {
    /** Opens the capture, once. An error ends the calls of `onBatch`. `error.status` is libpcap's PCAP_ERROR_ code. */
    open(
      settings: CaptureSettings,
      onBatch: (error: Error | null, bytes: number, frames: number) => void,
      done: (error: (Error & { status: number }) | null, linkType: number, mac: Buffer) => void,
    ): void;
    /** Sends a frame on the interface, `times` times. Throws with `code` (ENETDOWN, …). */
    inject(frame: Buffer, times?: number): number;
    /** Returns the interface's IFF_ flags. Throws with `code` (ENODEV) if the interface is gone. */
    flags(): number;
    /** Returns the frames received, dropped, and dropped by the interface since open. */
    statistics(): [number, number, number];
    /** Returns false, without calling `done`, if the capture is not open. */
    close(done: () => void): boolean;
  }

  const cap: { readonly Capture?: typeof Capture };
  export type { Capture, CaptureSettings };
  export default cap;
}
