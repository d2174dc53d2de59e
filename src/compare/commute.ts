/*
 * Which rules of a chain may change places without changing what the chain does. Containers that start at the same time
 * have their rules added in turns, a restarting engine takes its networks in any order, and so does any engine with the
 * ports of one container, so two runs of one engine list them differently.
 */

/** Options of iptables, and keys of nftables, that are compared: two rules with different values share no packet. */
const options: Readonly<Record<string, string>> = {
  '-s': 'source',
  '-d': 'destination',
  '-i': 'in',
  '-o': 'out',
  '-p': 'protocol',
  '--dport': 'port',
  saddr: 'source',
  daddr: 'destination',
  iifname: 'in',
  oifname: 'out',
  dport: 'port',
};

/**
 * Returns rules in an order that is equal for all orders that mean the same. Rules change places if they share no
 * packet and have different owners, containers or bridges, or are about different ports of one container; every other
 * pair keeps its order.
 *
 * @param rules With roles.
 * @param containerOf Returns the container that a rule alone is about; null if there is none.
 */
export function orderCommuting(rules: readonly string[], containerOf: (rule: string) => string | null): string[] {
  const waiting = rules.map((text) => {
    const container = containerOf(text);
    return { text, matches: readMatches(text), container, owner: container ?? bridgeOf(text) };
  });
  type Rule = (typeof waiting)[number];
  const haveOwners = (one: Rule, other: Rule): boolean =>
    one.owner !== other.owner &&
    (one.container !== null || other.container !== null || (one.owner !== null && other.owner !== null));
  const haveOtherPorts = (one: Rule, other: Rule): boolean =>
    one.container !== null && one.container === other.container && areDisjoint(portOf(one), portOf(other));
  const commute = (one: Rule, other: Rule): boolean =>
    one.text === other.text ||
    (haveOwners(one, other) && areDisjoint(one.matches, other.matches)) ||
    haveOtherPorts(one, other);
  const ordered: string[] = [];
  while (waiting.length > 0) {
    // The rules that can come next are those that may pass everything before them.
    const free = waiting.filter((rule, n) => waiting.slice(0, n).every((earlier) => commute(earlier, rule)));
    const next = free.reduce((first, rule) => (rule.text < first.text ? rule : first));
    ordered.push(next.text);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return ordered;
}

/** Reads what a rule compares with one value; leaves out negated comparisons, sets and ranges. */
function readMatches(rule: string): ReadonlyMap<string, string> {
  // The role of a port that the engine draws has spaces: (ephemeral, for web’s 80/tcp).
  const words = rule.replaceAll('"', '').match(/\([^)]*\)|\S+/g) ?? [];
  const matches = new Map<string, string>();
  for (const [n, word] of words.entries()) {
    const key = options[word];
    const value = words[n + 1];
    if (key === undefined || value === undefined || words[n - 1] === '!' || !isSingle(value)) continue;
    matches.set(value.endsWith('.subnet') ? `${key} subnet` : key, value);
  }
  return matches;
}

/** Returns the protocol and port among what a rule compares. */
const portOf = ({ matches }: { readonly matches: ReadonlyMap<string, string> }): ReadonlyMap<string, string> =>
  new Map([...matches].filter(([key]) => key === 'protocol' || key === 'port'));

/** Whether a word of a rule is one address, role, interface, protocol or port: no set, range or operator. */
const isSingle = (word: string): boolean => /^(?:[\w.@-]+|\(.*\))$/.test(word);

/** Returns the bridge that a rule names; null for none and for several. */
function bridgeOf(rule: string): string | null {
  const [bridge, ...others] = new Set(rule.match(/(?<![\w.-])(?:br-[\w.-]+|docker0)(?![\w.-])/g) ?? []);
  return bridge === undefined || others.length > 0 ? null : bridge;
}

const areDisjoint = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  [...one].some(([key, value]) => other.has(key) && other.get(key) !== value);
