import { FirewallError, type Chain, type NftSnapshot, type NftTable, type Rule } from '../types.js';
import { formatVerdict, membersOf, readSet } from './elements.js';

/** A table whose chains and sets are still being read. */
interface OpenTable extends NftTable {
  readonly chains: OpenChain[];
  readonly sets: NftTable['sets'][number][];
}

interface OpenChain extends Chain {
  readonly rules: Rule[];
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * Parses a listing of nftables: `nft -j list ruleset` (libnftables-json(5)), with the `text` of each rule that
 * `addRuleTexts` added. A rule without text has its JSON in place of it. Skips named counters, quotas and the like.
 *
 * @throws FirewallError for a text that is no such listing, or was cut short.
 */
export function parseNftSnapshot(text: string): NftSnapshot {
  const tables = new Map<string, OpenTable>();
  let version: string | null = null;
  for (const object of readObjects(text)) {
    const [kind = '', value] = Object.entries(membersOf(object))[0] ?? [];
    const entry = membersOf(value);
    if (kind === 'metainfo') version = textOf(entry.version);
    if (kind === 'table') {
      const table: OpenTable = { family: nameOf(entry, 'family'), name: nameOf(entry, 'name'), chains: [], sets: [] };
      tables.set(`${table.family} ${table.name}`, table);
    }
    if (kind !== 'chain' && kind !== 'rule' && kind !== 'set' && kind !== 'map') continue;
    const name = `${nameOf(entry, 'family')} ${nameOf(entry, 'table')}`;
    const table = tables.get(name) ?? fail(`a ${kind} of the table ${name}, which the listing lacks`);
    if (kind === 'chain') table.chains.push(readChain(name, entry));
    else if (kind === 'rule') addRule(table, name, entry);
    else table.sets.push(readSet(entry));
  }
  return { version, tables: [...tables.values()] };
}

function readObjects(text: string): readonly unknown[] {
  let nftables: unknown;
  try {
    ({ nftables } = membersOf(JSON.parse(text)));
  } catch (cause) {
    return fail('it is no JSON', cause);
  }
  return Array.isArray(nftables) ? nftables : fail('it has no list "nftables"');
}

function readChain(table: string, entry: Entry): OpenChain {
  const { type, hook, prio, policy } = entry;
  return {
    table,
    name: nameOf(entry, 'name'),
    policy: textOf(policy)?.toUpperCase() ?? null,
    packets: 0,
    bytes: 0,
    rules: [],
    base: typeof hook === 'string' ? { type: textOf(type) ?? '', hook, priority: numberOf(prio) } : null,
  };
}

function addRule(table: OpenTable, tableName: string, entry: Entry): void {
  const name = nameOf(entry, 'chain');
  const chain =
    table.chains.find((one) => one.name === name) ?? fail(`a rule of ${tableName} ${name}, which the listing lacks`);
  const statements = Array.isArray(entry.expr) ? (entry.expr as unknown[]) : [];
  // A counter that the rule only refers to is a name.
  const counters = statements.map((one) => membersOf(one).counter).filter((one) => typeof one === 'object');
  const { packets, bytes } = membersOf(counters[0]);
  chain.rules.push({
    table: tableName,
    chain: name,
    position: chain.rules.length + 1,
    specification: textOf(entry.text) ?? JSON.stringify(statements),
    target: findTarget(statements),
    packets: numberOf(packets),
    bytes: numberOf(bytes),
    nft: { handle: numberOf(entry.handle), hasCounter: counters.length > 0 },
  });
}

const namedTargets = ['reject', 'masquerade', 'dnat', 'snat', 'redirect', 'tproxy', 'synproxy', 'notrack', 'queue'];

/** Finds the statement that decides, by iptables' name. */
function findTarget(statements: readonly unknown[]): string | null {
  for (const statement of statements) {
    const verdict = formatVerdict(statement);
    if (verdict !== null) return /^(?:jump|goto) (.*)/.exec(verdict)?.[1] ?? verdict.toUpperCase();
    const { vmap, ...others } = membersOf(statement);
    if (vmap !== undefined) return textOf(membersOf(vmap).data) ?? 'vmap';
    const named = namedTargets.find((name) => name in others);
    if (named !== undefined) return named.toUpperCase();
  }
  return null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
const nameOf = (entry: Entry, key: string): string => textOf(entry[key]) ?? fail(`an entry without "${key}"`);

function fail(what: string, cause?: unknown): never {
  throw new FirewallError(
    `Cannot read the nft listing: ${what}. Give the complete, unchanged output of nft -j list ruleset.`,
    { cause },
  );
}
