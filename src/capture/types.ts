/** An interface at which frames are recorded. */
export interface Point {
  /** The reader's name for it, unique within a recording: `docker0`, `host.uplink`, `web.eth0`. */
  readonly name: string;
  /** Path of the interface's network namespace: `/proc/PID/ns/net` or a bind mount of it. */
  readonly namespace: string;
  /** The interface's name in that namespace. */
  readonly interface: string;
}

/** One frame at one point, not decoded. */
export interface RawFrame {
  /** Position in the file, counted from 0 over all points: the frame's identity, and its Wireshark number less one. */
  readonly index: number;
  /** Name of the point. */
  readonly point: string;
  /** The kernel's receive timestamp, nanoseconds since the epoch. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** Bytes on the wire; more than `bytes.length` if the snaplen cut the frame. */
  readonly wireLength: number;
  /** True for docknet's own opening and closing markers. */
  readonly marker: boolean;
}

/** libpcap's counts at one point (pcap_stats). */
export interface PointStatistics {
  readonly point: string;
  /**
   * Frames that passed the filter, including lost frames and those still in the ring at the end. The kernel counts a
   * frame on `lo` twice, outgoing and incoming; libpcap delivers it once.
   */
  readonly received: number;
  /** Frames lost because the ring was full. */
  readonly dropped: number;
  /** Frames lost by the interface or its driver. */
  readonly droppedByInterface: number;
}

/** A point whose marker did not come back: a frame's absence there proves nothing. */
export interface UnprovenPoint {
  readonly point: string;
  readonly marker: 'opening' | 'closing';
  /**
   * `no carrier`: the kernel drops every frame sent on the interface (an idle docker0, a bridge without ports).
   * `silent`: the marker did not come back in time.
   */
  readonly cause: 'down' | 'no carrier' | 'gone' | 'silent';
  /** The cause as a sentence, with the kernel's or libpcap's message. */
  readonly reason: string;
}

/** The result of a recording. It may be judged only if `lost` is 0 and no point is unproven. */
export interface RecordingSummary {
  readonly file: string;
  /** Frames in the file, markers included. */
  readonly frames: number;
  /** Frames lost at all points, by the rings and by the interfaces. */
  readonly lost: number;
  readonly statistics: readonly PointStatistics[];
  readonly unproven: readonly UnprovenPoint[];
  /** Points whose interface was removed or moved before the end, with libpcap's message. */
  readonly gone: readonly { readonly point: string; readonly reason: string }[];
}

/** A recording read from its pcapng file. */
export interface Recording {
  /** In the order of the file's interface blocks. */
  readonly points: readonly { readonly name: string; readonly interface: string; readonly snapLength: number }[];
  /**
   * Sorted by time; frames of equal time keep the order of the file. The file holds batches, one point's after
   * another's, so `index` is an identity and not a sequence.
   */
  readonly frames: readonly RawFrame[];
  /** Empty for a recording that was not stopped. */
  readonly statistics: readonly PointStatistics[];
  /** Why the rest of the file could not be read, as a sentence; null for a complete file. */
  readonly damage: string | null;
}
