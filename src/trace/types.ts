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

/** A point of a trace. */
export interface TracePoint extends PathPosition {
  readonly point: Point;
  /** The container whose own interface it is; null for a shared one (a bridge, the uplink, the host's lo). */
  readonly container: string | null;
  /** Differs from that of a later interface with the same name at the same place. */
  readonly identity: string;
}

/** An event during a trace, as a sentence for its user. */
export interface Notice {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly text: string;
}

/** A trace that cannot be made as requested: an unknown name, a filter that does not compile. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  /** @param suggest The unknown name, and the names that exist. */
  constructor(
    message: string,
    readonly suggest: { readonly word: string; readonly names: readonly string[] } | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
