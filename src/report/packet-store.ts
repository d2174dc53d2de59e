import { describeCertainty } from '../journey/index.js';
import type { AppliedRule } from '../journey/index.js';
import type { Packet } from '../packet/index.js';
import { dissectPacket } from '../packet/index.js';
import { placeOf } from './ladder/rule-role.js';
import { escapeControls } from '../text/index.js';

/**
 * The dissected packets of a page, small enough for hundreds of checks: a field that reads the same in many layers and
 * a layer that is the same at many points (all of TCP, while a router changes only IP) are each kept once.
 */
export interface StoredPackets {
  /** Name and value of every field. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** A layer's name, then its fields as positions in `fields`. */
  readonly layers: readonly (readonly [name: string, ...fields: number[]])[];
  /** A packet's layers, outermost first, as positions in `layers`. */
  readonly packets: readonly (readonly number[])[];
  /** Every rule that handled one of them: where it stands, what it did, how that is known, and its text. */
  readonly rules: readonly (readonly [where: string, verdict: string, certainty: string, text: string])[];
}

/** Keeps packets for the page's script and hands out their numbers. */
export interface PacketStore {
  /** Keeps a packet; returns its position in `packets`. */
  readonly addPacket: (packet: Packet) => number;
  /** Keeps a rule; returns its position in `rules`. */
  readonly addRule: (rule: AppliedRule) => number;
  readonly toStored: () => StoredPackets;
}

/** An empty store. */
export function createPacketStore(): PacketStore {
  const fields = interner<readonly [string, string]>();
  const layers = interner<readonly [string, ...number[]]>();
  const packets = interner<readonly number[]>();
  const rules = interner<StoredPackets['rules'][number]>();
  return {
    addPacket: (packet) => {
      const inPacket = dissectPacket(packet).map(({ layer, fields: inLayer }) => {
        const numbers = inLayer.map(([name, value]) =>
          fields.place(`${name}\0${value}`, () => [escapeControls(name), escapeControls(value)]),
        );
        return layers.place(`${layer}\0${numbers.join()}`, () => [escapeControls(layer), ...numbers]);
      });
      return packets.place(inPacket.join(), () => inPacket);
    },
    addRule: (rule) => {
      const told: StoredPackets['rules'][number] = [
        escapeControls(placeOf(rule)),
        escapeControls(rule.undone === true ? `${rule.verdict} undone` : rule.verdict),
        escapeControls(describeCertainty(rule)),
        escapeControls(rule.text),
      ];
      return rules.place(JSON.stringify(told), () => told);
    },
    toStored: () => ({ fields: fields.all, layers: layers.all, packets: packets.all, rules: rules.all }),
  };
}

/** Gives values with the same key the same position. */
function interner<T>(): { readonly all: readonly T[]; readonly place: (key: string, value: () => T) => number } {
  const all: T[] = [];
  const places = new Map<string, number>();
  return {
    all,
    place: (key, value) => {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, all.length);
      return all.push(value()) - 1;
    },
  };
}
