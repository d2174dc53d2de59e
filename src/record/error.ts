/** A record that cannot be read or written; the message says which, what is wrong with it and what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
