/** A run, record, matrix, cell or baseline that was named and cannot be used: missing, damaged or of the wrong kind. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';

  /** @param suggest A word that matches no name, with the names there are. */
  constructor(
    message: string,
    readonly suggest: { readonly word: string; readonly names: readonly string[] } | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
