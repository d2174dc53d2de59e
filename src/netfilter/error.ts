/** A listing or a rule that cannot be read, with the line or the words that cannot. */
export class FirewallError extends Error {
  override readonly name = 'FirewallError';
}
