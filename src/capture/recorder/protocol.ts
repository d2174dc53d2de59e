import type { Point, RecordingSummary, UnprovenPoint } from '../types.js';

export type RecorderErrorCode =
  /** The recorder process was killed or crashed. */
  | 'recorder-died'
  /** cap is not built, or without docknet's extensions. */
  | 'recorder-not-built'
  /** The file could not be created or written: full disk, missing directory. */
  | 'file'
  /** A point could not be opened: no such interface or namespace, or libpcap rejects the filter. */
  | 'point'
  /** libpcap rejects the filter; the message is libpcap's own. */
  | 'filter'
  /** The caller may not record (not root). */
  | 'permission'
  /** The request is invalid. */
  | 'request';

/** A recording failed. */
export class RecorderError extends Error {
  override readonly name = 'RecorderError';

  constructor(
    readonly code: RecorderErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error as sent between processes. */
export interface SerializedError {
  readonly code: RecorderErrorCode;
  readonly message: string;
}

/** Serializes an error; one that is not a RecorderError includes its stack. */
export function serializeError(error: unknown): SerializedError {
  if (error instanceof RecorderError) return { code: error.code, message: error.message };
  return { code: 'request', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** What to record, and where to write it. */
export interface RecordingRequest {
  /** The pcapng file, readable by its owner only. Its directory must exist. */
  readonly file: string;
  readonly points: readonly Point[];
  /** pcap-filter(7); docknet's markers always pass. Default: every frame. */
  readonly filter?: string;
  /** Bytes kept of each frame, 64 to 262,144. Default: 262,144, every byte. */
  readonly snapLength?: number;
  /** The kernel's ring at each point, in bytes. Default: see `chooseRingBytes`. */
  readonly ringBytes?: number;
}

/** Bytes of ring memory for all points of a recording, and for one point. The kernel does not swap it. */
const ring = { total: 256 << 20, most: 32 << 20, least: 2 << 20 };

/** Divides ring memory among points: a delayed reader loses no frame, and a hundred points fit in memory. */
export function chooseRingBytes(points: number): number {
  return Math.max(ring.least, Math.min(ring.most, Math.floor(ring.total / Math.max(1, points))));
}

/** From the caller's process to the recorder's. */
export type RecorderCall = { readonly id: number } & (
  | {
      readonly call: 'record';
      readonly token: string;
      readonly request: RecordingRequest;
      /** Whether to send events. */
      readonly observed: boolean;
    }
  | { readonly call: 'addPoint'; readonly token: string; readonly point: Point }
  | { readonly call: 'stop'; readonly token: string }
  | { readonly call: 'compileFilter'; readonly filter: string }
);

/** A call's result; null for `compileFilter`. */
export type RecorderResult = readonly UnprovenPoint[] | RecordingSummary | null;

/** What happens during a recording. */
export type RecordingEvent =
  /** The file has complete blocks up to this length, in bytes. */
  | { readonly kind: 'grown'; readonly bytes: number }
  /** A point's interface is gone; the other points are still recorded. */
  | { readonly kind: 'gone'; readonly point: string; readonly reason: string }
  /** The recording ended before it was stopped: full disk, recorder killed. */
  | { readonly kind: 'failed'; readonly error: SerializedError };

/** From the recorder's process to the caller's. */
export type RecorderMessage =
  | { readonly id: null; readonly ready: true }
  | { readonly id: null; readonly token: string; readonly event: RecordingEvent }
  | { readonly id: number; readonly result: RecorderResult }
  | { readonly id: number; readonly error: SerializedError };
