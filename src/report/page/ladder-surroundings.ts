import type { PacketStore } from '../packet-store.js';

/** A line of expectations that a frame settles. */
export interface Settled {
  /** Its number on the page, counted from 1. */
  readonly line: number;
  readonly held: boolean;
}

/** What a ladder is drawn with, beside its packets. */
export interface LadderSurroundings {
  /** What the ids of its frames begin with: the check's id. */
  readonly name: string;
  /** What the packets that matter are called, and whether the others are left out until they are asked for. */
  readonly mattering: { readonly called: string; readonly alone: boolean };
  /** Lines of expectations by the frame that settles them. */
  readonly settles: ReadonlyMap<number, readonly Settled[]>;
  /** What addresses are called: `web`, `host`. */
  readonly names: ReadonlyMap<string, string>;
  /** Where whole packets and rules are kept for the page's script. */
  readonly packets: PacketStore;
}
