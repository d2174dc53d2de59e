import { createHops, type AppliedRule, type Frame, type Journey, type Relation } from '../journey/index.js';

/** Raised with every change to the file or to how journeys are joined: files of other versions are not read. */
const version = 3;

/**
 * A check's journeys, as kept beside its recording. Packets are read from the recording, by the numbers of its
 * frames.
 */
interface JourneysFile {
  readonly 'docknet-journeys': typeof version;
  /** Rules that handled packets, each once. */
  readonly rules: readonly StoredRule[];
  /** By id, from 1 on. */
  readonly journeys: readonly StoredJourney[];
}

interface StoredJourney {
  /** Numbers of frames in the recording, in order of travel. */
  readonly hops: readonly number[];
  /** Each as its number in the file and the hop that it comes after. */
  readonly rules?: readonly (readonly [rule: number, afterHop: number])[];
  readonly relations?: readonly Relation[];
  /** The rule is a position in `rules` of this journey. */
  readonly end?: { readonly point: string; readonly rule: number | null };
  readonly caveat?: string;
}

/** Writes journeys as JSON, one a line. */
export function encodeJourneys(journeys: readonly Journey[]): string {
  const rules = new Map<string, number>();
  const numberOf = ({ afterHop: _afterHop, ...rule }: AppliedRule): number => {
    const text = JSON.stringify(rule);
    const number = rules.get(text) ?? rules.size;
    rules.set(text, number);
    return number;
  };
  const lines = journeys.map(({ hops, rules: applied, relations, end, caveat }) => {
    const stored: StoredJourney = {
      hops: hops.map(({ index }) => index),
      ...(applied === undefined ? {} : { rules: applied.map((rule) => [numberOf(rule), rule.afterHop] as const) }),
      ...(relations === undefined ? {} : { relations }),
      ...(end === undefined
        ? {}
        : { end: { point: end.point, rule: end.rule === null ? null : (applied ?? []).indexOf(end.rule) } }),
      ...(caveat === undefined ? {} : { caveat }),
    };
    return JSON.stringify(stored);
  });
  const list = (items: Iterable<string>) => `[\n${[...items].join(',\n')}\n]`;
  return `{"docknet-journeys":${version},"rules":${list(rules.keys())},"journeys":${list(lines)}}\n`;
}

/**
 * Reads journeys back.
 *
 * @param frames Every frame of their recording, docknet's own markers left out.
 * @returns null if the text is damaged, of another version, or not about exactly these frames.
 */
export function decodeJourneys(text: string, frames: readonly Frame[]): Journey[] | null {
  try {
    const file = JSON.parse(text) as JourneysFile;
    if (file['docknet-journeys'] !== version) return null;
    const rules = file.rules.map(requireRule);
    const byIndex = new Map(frames.map((frame) => [frame.index, frame]));
    const journeys = file.journeys.map((stored, n) =>
      decodeJourney(stored, n + 1, file.journeys.length, rules, byIndex),
    );
    return byIndex.size === 0 ? journeys : null;
  } catch {
    return null;
  }
}

/** Takes the journey's frames out of `frames`: each belongs to one journey. */
function decodeJourney(
  { hops, rules, relations, end, caveat }: StoredJourney,
  id: number,
  count: number,
  known: readonly StoredRule[],
  frames: Map<number, Frame>,
): Journey {
  const own = hops.map((index) => {
    const frame = requireFound(frames.get(index));
    frames.delete(index);
    return frame;
  });
  requireFound(own[0]);
  const applied = rules?.map(([rule, afterHop]): AppliedRule => {
    requireThat(Number.isInteger(afterHop) && afterHop >= -1 && afterHop < own.length);
    return { afterHop, ...requireFound(known[rule]) };
  });
  for (const { kind, journey } of relations ?? [])
    requireThat(relationKinds.has(kind) && Number.isInteger(journey) && journey >= 1 && journey <= count);
  requireThat(caveat === undefined || typeof caveat === 'string');
  return {
    id,
    hops: createHops(own),
    ...(applied === undefined ? {} : { rules: applied }),
    ...(relations === undefined ? {} : { relations: relations.map(({ kind, journey }) => ({ kind, journey })) }),
    ...(end === undefined
      ? {}
      : {
          end: {
            point: requireFound(own.find(({ point }) => point === end.point)).point,
            rule: end.rule === null ? null : requireFound(applied?.[end.rule]),
          },
        }),
    ...(caveat === undefined ? {} : { caveat }),
  };
}

type StoredRule = Omit<AppliedRule, 'afterHop'>;

const hooks = new Set<unknown>(['prerouting', 'input', 'forward', 'output', 'postrouting']);
const certainties = new Set<unknown>(['traced', 'conntrack', 'flow', 'contradicted', 'counter']);
const relationKinds = new Set<unknown>(['reply to', 'error about', 'repeat of', 'proxied from', 'forwarded query of']);

/** Returns a rule of the file, without properties that no rule has. */
function requireRule(rule: StoredRule): StoredRule {
  const { hook, table, chain, priority, position, text, element, overruled, verdict, certainty, reason, undone } = rule;
  requireThat(hooks.has(hook) && certainties.has(certainty));
  requireThat([table, chain, text, verdict, element ?? '', reason ?? ''].every((value) => typeof value === 'string'));
  requireThat((position === null || Number.isInteger(position)) && Number.isInteger(priority ?? 0));
  return {
    ...{ hook, table, chain, position, text, verdict, certainty },
    ...(priority === undefined ? {} : { priority }),
    ...(element === undefined ? {} : { element }),
    ...(overruled === true ? { overruled } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(undone === true ? { undone } : {}),
  };
}

function requireFound<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the file names something that it does not hold');
  return value;
}

function requireThat(condition: boolean): void {
  if (!condition) throw new TypeError('the file holds a value that cannot be');
}
