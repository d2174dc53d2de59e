import { hopText } from './canonical-journey.js';
import type { CanonicalChain, CanonicalHop, CanonicalJourney, CheckBehaviour } from './types.js';

/** The name of the file in a run's directory that says how its checks behaved. */
export const behaviourFile = 'behaviour.json';

/** Changes with the form of what is in it: files of another version are made anew from the evidence, or are not compared. */
const version = 'docknet-behaviour/1';

interface FileCheck {
  /** `✓ ` before what held, `✗ ` before what did not. */
  readonly expectations: readonly string[];
  readonly outcome: readonly string[];
  /** The packet, each hop, and at the end `✗ ` with the rule that is known to have ended it. */
  readonly journeys: readonly (readonly string[])[];
  /** Names of chains, `#2` and so on where a chain of that name has had other rules before. */
  readonly rules: readonly string[];
  readonly rulesAfter: readonly string[];
  readonly drops: readonly string[];
}

interface File {
  readonly schema: string;
  readonly chains: Readonly<Record<string, readonly string[]>>;
  readonly checks: Readonly<Record<string, FileCheck>>;
}

/** The behaviours as a JSON text with a line for each packet, rule and sentence; each variety of a chain is written once. */
export function writeBehaviours(behaviours: ReadonlyMap<string, CheckBehaviour>): string {
  const chains = new ChainNames();
  const checks = [...behaviours].map(([id, behaviour]) => [id, fileCheck(behaviour, chains)] as const);
  const part = (name: string, lines: readonly unknown[]) =>
    `   ${JSON.stringify(name)}: [${lines.map((line) => `\n    ${JSON.stringify(line)}`).join(',')}]`;
  const written = checks.map(
    ([id, check]) =>
      `  ${JSON.stringify(id)}: {\n${Object.entries(check)
        .map(([name, lines]) => part(name, lines as readonly unknown[]))
        .join(',\n')}\n  }`,
  );
  const listed = [...chains.all].map(([name, rules]) => part(name, rules).slice(1));
  return `{\n "schema": ${JSON.stringify(version)},\n "chains": {\n${listed.join(',\n')}\n },\n "checks": {\n${written.join(',\n')}\n }\n}\n`;
}

/** The behaviours from such a text; null where it is none, is damaged, or is of another version. */
export function readBehaviours(text: string): Map<string, CheckBehaviour> | null {
  try {
    const file = JSON.parse(text) as File;
    if (file.schema !== version) return null;
    return new Map(Object.entries(file.checks).map(([id, check]) => [id, behaviour(check, file.chains)]));
  } catch {
    return null;
  }
}

/** Gives each variety of a chain a name of its own. */
class ChainNames {
  readonly all = new Map<string, readonly string[]>();
  private readonly names = new Map<string, string>();

  of({ name, rules }: CanonicalChain): string {
    const key = JSON.stringify([name, rules]);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    let fresh = name;
    for (let n = 2; this.all.has(fresh); n += 1) fresh = `${name} #${n}`;
    this.names.set(key, fresh);
    this.all.set(fresh, rules);
    return fresh;
  }
}

function fileCheck(
  { expectations, outcome, journeys, rules, rulesAfter, drops }: CheckBehaviour,
  chains: ChainNames,
): FileCheck {
  return {
    expectations: expectations.map(({ text, held }) => `${held ? '✓' : '✗'} ${text}`),
    outcome,
    journeys: journeys.map(({ packet, hops, end }) => [
      packet,
      ...hops.map(hopText),
      ...(end === null ? [] : [`✗ ${end}`]),
    ]),
    rules: rules.map((chain) => chains.of(chain)),
    rulesAfter: rulesAfter.map((chain) => chains.of(chain)),
    drops,
  };
}

function behaviour(check: FileCheck, chains: File['chains']): CheckBehaviour {
  const named = (names: readonly string[]): CanonicalChain[] =>
    names.map((name) => {
      const rules = chains[name];
      if (rules === undefined) throw new Error(`there is no chain ${name}`);
      return { name: name.replace(/ #\d+$/, ''), rules };
    });
  return {
    expectations: check.expectations.map((line) => ({ text: line.slice(2), held: line.startsWith('✓') })),
    outcome: check.outcome,
    journeys: check.journeys.map(journey),
    rules: named(check.rules),
    rulesAfter: named(check.rulesAfter),
    drops: check.drops,
  };
}

function journey([packet = '', ...rest]: readonly string[]): CanonicalJourney {
  const last = rest.at(-1);
  const end = last?.startsWith('✗ ') === true ? last.slice(2) : null;
  return { packet, hops: (end === null ? rest : rest.slice(0, -1)).map(hop), end };
}

function hop(text: string): CanonicalHop {
  const [point = '', changes] = text.split(' | ', 2);
  return { point, changes: changes === undefined ? [] : changes.split(', ') };
}
