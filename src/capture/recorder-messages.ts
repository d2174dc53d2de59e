import type { RecorderErrorCode } from './recorder-error.js';
import type { Point, RecordingSummary, UnprovenPoint } from './types.js';

/** What is to be recorded, and where to. */
export interface RecordingRequest {
  /** The pcapng to write; its directory must exist. Readable by its owner only. */
  readonly file: string;
  readonly points: readonly Point[];
  /** In libpcap's language; docknet's markers pass whatever it says. Everything where absent. */
  readonly filter?: string;
  /** Bytes kept of each frame, 64 to 262,144 (the default: all). */
  readonly snapLength?: number;
  /** The kernel's buffer for each point, in bytes; 32 MiB where absent, less where more than 8 points share 256 MiB. */
  readonly ringBytes?: number;
}

/** From the caller's process to the recorder's. */
export type RecorderCall =
  | {
      readonly id: number;
      readonly call: 'record';
      readonly token: string;
      readonly request: RecordingRequest;
      readonly observed: boolean;
    }
  | { readonly id: number; readonly call: 'add'; readonly token: string; readonly point: Point }
  | { readonly id: number; readonly call: 'stop'; readonly token: string }
  | { readonly id: number; readonly call: 'compile'; readonly filter: string };

/** What a call comes to; null for a filter that compiles. */
export type RecorderResult = readonly UnprovenPoint[] | RecordingSummary | null;

/** An error, as it crosses between processes. */
export interface SerializedError {
  readonly trouble: RecorderErrorCode;
  readonly message: string;
}

/** What happens to a recording while it lasts. */
export type RecordingEvent =
  /** The file has whole blocks up to this length, in bytes. */
  | { readonly what: 'grown'; readonly bytes: number }
  /** A point can no longer be read, for this reason; the others are recorded on. */
  | { readonly what: 'gone'; readonly point: string; readonly reason: string }
  /** The recording has ended before it was stopped: a full disk. */
  | { readonly what: 'failed'; readonly trouble: SerializedError };

/** From the recorder's process to the caller's. */
export type RecorderMessage =
  | { readonly id: null; readonly ready: true }
  | { readonly id: null; readonly token: string; readonly news: RecordingEvent }
  | { readonly id: number; readonly result: RecorderResult }
  | { readonly id: number; readonly failed: SerializedError };
