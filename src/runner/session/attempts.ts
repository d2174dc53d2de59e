/** Tries one thing after another and keeps what went wrong: nothing recorded is lost because something else could not be written. */
export class Attempts {
  readonly troubles: string[] = [];

  get failed(): boolean {
    return this.troubles.length > 0;
  }

  /** @returns what the work gives; null where it throws. */
  async of<T>(work: () => Promise<T>): Promise<T | null> {
    return work().catch((cause: unknown) => {
      this.troubles.push(cause instanceof Error ? cause.message : String(cause));
      return null;
    });
  }
}
