import { formatHop } from './journeys.js';
import type { CanonicalChain, CanonicalHop, CanonicalJourney, CheckBehaviour } from './types.js';

/** The file in a run's directory with the behaviours of its checks. */
export const behaviourFile = 'behaviour.json';

/** The version of the file's format. A file of another version is written again from the evidence, or not compared. */
const version = 'docknet-behaviour/2';

interface FileCheck {
  /** `✓ ` before a line that held, `✗ ` before one that did not; before that `rules ` if it is about rules. */
  readonly expectations: readonly string[];
  readonly outcome: readonly string[];
  /** The packet, each hop, and last `✗ ` with the rule that ended it, if known. */
  readonly journeys: readonly (readonly string[])[];
  /** Names of chains; `#2` and so on for a chain of that name with other rules. */
  readonly rules: readonly string[];
  readonly rulesAfter: readonly string[];
  readonly drops: readonly string[];
}

interface File {
  readonly schema: string;
  readonly chains: Readonly<Record<string, readonly string[]>>;
  readonly checks: Readonly<Record<string, FileCheck>>;
}

/**
 * Formats behaviours as JSON with a line for each packet, rule and sentence; each variant of a chain is written once.
 */
export function formatBehaviours(behaviours: ReadonlyMap<string, CheckBehaviour>): string {
  const chains = new ChainNames();
  const checks = [...behaviours].map(([id, behaviour]) => [id, toFile(behaviour, chains)] as const);
  const formatPart = (name: string, lines: readonly unknown[]) =>
    `   ${JSON.stringify(name)}: [${lines.map((line) => `\n    ${JSON.stringify(line)}`).join(',')}]`;
  const checkTexts = checks.map(
    ([id, check]) =>
      `  ${JSON.stringify(id)}: {\n${Object.entries(check)
        .map(([name, lines]) => formatPart(name, lines as readonly unknown[]))
        .join(',\n')}\n  }`,
  );
  const chainTexts = [...chains.rules].map(([name, rules]) => formatPart(name, rules).slice(1));
  const formatObject = (name: string, parts: readonly string[]) => ` "${name}": {\n${parts.join(',\n')}\n }`;
  return `{
 "schema": ${JSON.stringify(version)},
${formatObject('chains', chainTexts)},
${formatObject('checks', checkTexts)}
}
`;
}

/** Parses behaviours; null if the text is damaged or of another version. */
export function parseBehaviours(text: string): Map<string, CheckBehaviour> | null {
  try {
    const file = JSON.parse(text) as File;
    if (file.schema !== version) return null;
    return new Map(Object.entries(file.checks).map(([id, check]) => [id, fromFile(check, file.chains)]));
  } catch {
    return null;
  }
}

/** Names each variant of a chain. */
class ChainNames {
  readonly rules = new Map<string, readonly string[]>();
  readonly #names = new Map<string, string>();

  nameOf({ name, rules }: CanonicalChain): string {
    const key = JSON.stringify([name, rules]);
    const existing = this.#names.get(key);
    if (existing !== undefined) return existing;
    let unique = name;
    for (let n = 2; this.rules.has(unique); n += 1) unique = `${name} #${n}`;
    this.#names.set(key, unique);
    this.rules.set(unique, rules);
    return unique;
  }
}

function toFile(
  { expectations, outcome, journeys, rules, rulesAfter, drops }: CheckBehaviour,
  chains: ChainNames,
): FileCheck {
  return {
    expectations: expectations.map(
      ({ text, held, about }) => `${about === 'rules' ? 'rules ' : ''}${held ? '✓' : '✗'} ${text}`,
    ),
    outcome,
    journeys: journeys.map(({ packet, hops, end }) => [
      packet,
      ...hops.map(formatHop),
      ...(end === null ? [] : [`✗ ${end}`]),
    ]),
    rules: rules.map((chain) => chains.nameOf(chain)),
    rulesAfter: rulesAfter.map((chain) => chains.nameOf(chain)),
    drops,
  };
}

function fromFile(check: FileCheck, chains: File['chains']): CheckBehaviour {
  const lookUp = (names: readonly string[]): CanonicalChain[] =>
    names.map((name) => {
      const rules = chains[name];
      if (rules === undefined) throw new Error(`there is no chain ${name}`);
      return { name: name.replace(/ #\d+$/, ''), rules };
    });
  return {
    expectations: check.expectations.map(parseLine),
    outcome: check.outcome,
    journeys: check.journeys.map(parseJourney),
    rules: lookUp(check.rules),
    rulesAfter: lookUp(check.rulesAfter),
    drops: check.drops,
  };
}

function parseLine(line: string): CheckBehaviour['expectations'][number] {
  const isRules = line.startsWith('rules ');
  const text = isRules ? line.slice('rules '.length) : line;
  return { text: text.slice(2), held: text.startsWith('✓'), about: isRules ? 'rules' : 'behaviour' };
}

function parseJourney([packet = '', ...rest]: readonly string[]): CanonicalJourney {
  const last = rest.at(-1);
  const end = last?.startsWith('✗ ') === true ? last.slice(2) : null;
  return { packet, hops: (end === null ? rest : rest.slice(0, -1)).map(parseHop), end };
}

function parseHop(text: string): CanonicalHop {
  const [point = '', changes] = text.split(' | ', 2);
  return { point, changes: changes === undefined ? [] : changes.split(', ') };
}
