/** An interface at a place where frames are recorded. */
export interface Point {
  /** As a reader knows it: `docker0`, `host.uplink`, `web.eth0`. Unique within a recording. */
  readonly name: string;
  /** Path of the network namespace that holds the interface: `/proc/PID/ns/net` or a bind mount of it. */
  readonly namespace: string;
  /** The interface's name inside that namespace. */
  readonly interface: string;
}

/** One frame at one point. */
export interface RawFrame {
  /** Position in the file, counted from 0 over all points: the frame's identity, and its number in Wireshark less one. */
  readonly index: number;
  /** Name of the point. */
  readonly point: string;
  /** The kernel's receive timestamp, nanoseconds since the epoch. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** Bytes on the wire; more than `bytes.length` where the snapshot length cut the frame. */
  readonly wireLength: number;
  /** True for docknet's own opening and closing markers. */
  readonly marker: boolean;
}

/** What libpcap counted at one point (pcap_stats). */
export interface PointStatistics {
  readonly point: string;
  /**
   * Frames that passed the filter, lost ones and those the kernel still held at the end included. The kernel
   * counts a frame on `lo` twice, going out and coming in; libpcap delivers it once.
   */
  readonly received: number;
  /** Frames lost because the ring was full. */
  readonly dropped: number;
  /** Frames lost by the interface or its driver. */
  readonly droppedByInterface: number;
}

/** A point whose marker did not come back: nothing can be said about what was not seen there. */
export interface UnprovenPoint {
  readonly point: string;
  readonly marker: 'opening' | 'closing';
  /**
   * `no carrier`: the kernel drops what is sent on such an interface before anybody can see it (a bridge whose
   * last port has gone, as an idle docker0), so no marker can come back while it lasts. `silent`: it came not back in time.
   */
  readonly cause: 'down' | 'no carrier' | 'gone' | 'silent';
  /** The same in a sentence, with what the kernel or libpcap said. */
  readonly reason: string;
}

/** What came of a recording. It may be judged only when `lost` is 0 and every marker was seen. */
export interface RecordingSummary {
  readonly file: string;
  /** Frames in the file, markers included. */
  readonly frames: number;
  /** Frames lost over all points: dropped and droppedByInterface. */
  readonly lost: number;
  readonly statistics: readonly PointStatistics[];
  /** Points whose opening or closing marker did not come back, with which. */
  readonly unproven: readonly UnprovenPoint[];
  /** Points that could no longer be read before the end (the interface was removed or moved away), with libpcap's words. */
  readonly gone: readonly { readonly point: string; readonly reason: string }[];
}

/** A recording read back from its pcapng. */
export interface Recording {
  /** In the order of the file's interface blocks. */
  readonly points: readonly { readonly name: string; readonly interface: string; readonly snapLength: number }[];
  /**
   * Sorted by the kernel's time; frames of equal time stay in the order of the file. The file itself holds
   * batches, one point's after another's, so `index` (the file's order) is an identity and not a sequence.
   */
  readonly frames: readonly RawFrame[];
  /** Empty for a recording that was not stopped. */
  readonly statistics: readonly PointStatistics[];
  /** A sentence where the file ends in the middle of a block, null where it is whole. */
  readonly damaged: string | null;
}
