import type { Point } from '../capture/index.js';

/** Where a point is along the path from a container outward. */
export interface PathPosition {
  /** `parent`: the parent interface of a macvlan or ipvlan, on the host. */
  readonly kind: 'container' | 'bridge' | 'loopback' | 'parent' | 'uplink';
  /** The container's place among the traced containers, counted from 0; 0 for the host's points. */
  readonly place: number;
  /** Orders the points of one container, and those of one kind on the host. */
  readonly order: number;
}

/** A point of a trace, as it was found. */
export interface TracePoint extends PathPosition {
  readonly point: Point;
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
