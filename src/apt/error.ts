/** apt could not fetch or verify something, or lacks a mirror, a key or a program. */
export class AptError extends Error {
  override readonly name = 'AptError';
}
