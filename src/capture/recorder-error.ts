/** What went wrong with a recording. */
export type RecorderErrorCode =
  /** The recorder process ended: killed, or crashed. */
  | 'recorder-died'
  /** cap is not built, or without docknet's extensions. */
  | 'recorder-not-built'
  /** The file could not be created or written: full disk, directory missing. */
  | 'file'
  /** A point could not be opened: no such interface or namespace, a filter that libpcap refuses. */
  | 'point'
  /** libpcap's compiler refuses the filter; the message is libpcap's own. */
  | 'filter'
  /** The caller may not record (not root). */
  | 'permission'
  /** The recording was asked for in a way that cannot be served. */
  | 'request';

/** A recording that did not come to its end. The message says what was tried, where, what was seen and what to do. */
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

/** An error as it crosses from the recorder's process; one that nobody foresaw comes with its stack. */
export function serializeError(error: unknown): { readonly trouble: RecorderErrorCode; readonly message: string } {
  if (error instanceof RecorderError) return { trouble: error.code, message: error.message };
  return { trouble: 'request', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
