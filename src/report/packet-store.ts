import { describeCertainty, type AppliedRule } from '../journey/index.js';
import { dissectPacket, type Packet } from '../packet/index.js';
import { escapeControls } from '../text/index.js';
import { formatFullPlace, formatRuleText } from './ladder/rule.js';

/**
 * The dissected packets of a page. Each distinct field, layer and packet is stored once: most fields repeat in many
 * layers, and most layers at many points (a router changes IP, but not TCP).
 */
export interface StoredPackets {
  /** Name and value of every field. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** A layer's name, then indexes into `fields`. */
  readonly layers: readonly (readonly [name: string, ...fields: number[]])[];
  /** Indexes into `layers`, outermost first. */
  readonly packets: readonly (readonly number[])[];
  /** Every rule that handled one of the packets. */
  readonly rules: readonly (readonly [place: string, verdict: string, certainty: string, text: string])[];
}

/** Collects packets and rules for the page's script. */
export interface PacketStore {
  /** Adds a packet; returns its index in `packets`. */
  readonly addPacket: (packet: Packet) => number;
  /** Adds a rule; returns its index in `rules`. */
  readonly addRule: (rule: AppliedRule) => number;
  readonly toStored: () => StoredPackets;
}

export function createPacketStore(): PacketStore {
  const fields = createInterner<readonly [string, string]>();
  const layers = createInterner<readonly [string, ...number[]]>();
  const packets = createInterner<readonly number[]>();
  const rules = createInterner<StoredPackets['rules'][number]>();
  return {
    addPacket: (packet) => {
      const layerIndexes = dissectPacket(packet).map(({ layer, fields: layerFields }) => {
        const fieldIndexes = layerFields.map(([name, value]) =>
          fields.add(`${name}\0${value}`, () => [escapeControls(name), escapeControls(value)]),
        );
        return layers.add(`${layer}\0${fieldIndexes.join()}`, () => [escapeControls(layer), ...fieldIndexes]);
      });
      return packets.add(layerIndexes.join(), () => layerIndexes);
    },
    addRule: (rule) => {
      const entry: StoredPackets['rules'][number] = [
        escapeControls(formatFullPlace(rule)),
        escapeControls(describeVerdict(rule)),
        escapeControls(describeCertainty(rule)),
        escapeControls(formatRuleText(rule)),
      ];
      return rules.add(JSON.stringify(entry), () => entry);
    },
    toStored: () => ({ fields: fields.all, layers: layers.all, packets: packets.all, rules: rules.all }),
  };
}

function describeVerdict({ verdict, undone, overruled }: AppliedRule): string {
  if (undone === true) return `${verdict} undone`;
  return overruled === true ? `${verdict}, not final` : verdict;
}

/** Returns a list to which `add` appends a value unless its key is known; it returns the value's index. */
function createInterner<T>(): { readonly all: readonly T[]; readonly add: (key: string, value: () => T) => number } {
  const all: T[] = [];
  const indexes = new Map<string, number>();
  return {
    all,
    add: (key, value) => {
      const known = indexes.get(key);
      if (known !== undefined) return known;
      indexes.set(key, all.length);
      return all.push(value()) - 1;
    },
  };
}
