import type { Point } from '../capture/index.js';

/** A point of a trace, as it was found. */
export interface TracePoint {
  readonly point: Point;
  /** Its place along the way from a container outwards; lower is nearer to a container. */
  readonly order: number;
  /** The container whose own interface it is; null for what is shared (a bridge, the uplink, the host's lo). */
  readonly container: string | null;
  /** Tells this interface from a later one of the same name at the same place. */
  readonly identity: string;
}

/** What happened while a trace lasted, in a sentence, for the person who looks on. */
export interface Notice {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly text: string;
}

/** A trace that cannot be made as it was asked for: a name that names nothing, a filter that does not compile. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  /** @param suggest Words that were taken for a name, and the names there are. */
  constructor(
    message: string,
    readonly suggest: { readonly word: string; readonly names: readonly string[] } | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
