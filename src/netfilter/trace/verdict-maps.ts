import type { ChainPass } from '../types.js';

/** An element of a verdict map: `"docker0" : jump filter-forward-in__docker0`. */
export interface MapElement {
  /** Without counter, comment and timeout. */
  readonly key: string;
  /** `accept`, `jump CHAIN`. */
  readonly verdict: string;
}

/** Elements by family, table and map: `ip docker-bridges filter-forward-in-jumps`. */
export type VerdictMaps = ReadonlyMap<string, readonly MapElement[]>;

/** Parses the verdict maps of `nft list ruleset`. */
export function parseVerdictMaps(listing: string): VerdictMaps {
  const maps = new Map<string, readonly MapElement[]>();
  for (const [, table = '', objects = ''] of listing.matchAll(/^table (\S+ \S+) \{(.*?)^\}/gms)) {
    for (const [, name = '', body = ''] of objects.matchAll(/^\tmap (\S+) \{(.*?)^\t\}/gms)) {
      const elements = /^\t\telements = \{(.*)\}/ms.exec(body)?.[1];
      if (/^\t\ttype(?:of)? .* : verdict$/m.test(body)) maps.set(`${table} ${name}`, parseElements(elements ?? ''));
    }
  }
  return maps;
}

/** Key, what a key may carry, and verdict. */
const elementPattern =
  /^\s*(\S+(?: [.-] \S+)*?)(?: (?:counter|comment|timeout|expires|limit|quota|last) .*?)? : ([a-z]+(?: \S+)?)\s*$/s;

/** Parses the elements between braces; skips those without a verdict. */
export function parseElements(text: string): readonly MapElement[] {
  // Commas in a comment separate nothing.
  return (text.match(/(?:"[^"]*"|[^",])+/g) ?? []).flatMap((element): MapElement[] => {
    const [, key, verdict] = elementPattern.exec(element) ?? [];
    return key === undefined || verdict === undefined ? [] : [{ key, verdict }];
  });
}

/** The lookup of a rule: what it looks up, and in which elements. */
interface Lookup {
  /** `iifname`, `ip saddr . tcp dport`. */
  readonly key: string;
  readonly elements: readonly MapElement[];
}

/** Finds a rule's lookup in a verdict map, named or in the rule; null for a rule without one. */
export function findLookup(rule: string, table: string, maps: VerdictMaps): Lookup | null {
  const [, key, name, elements] = /^(.*?) ?\bvmap (?:@(\S+)|\{ (.*) \})/.exec(rule) ?? [];
  if (key === undefined) return null;
  return { key, elements: name === undefined ? parseElements(elements ?? '') : (maps.get(`${table} ${name}`) ?? []) };
}

/**
 * Finds the element that decided, as nft prints it. Null if several have that verdict and the packet's interfaces,
 * addresses and ports do not tell which.
 */
export function findElement(
  { key, elements }: Lookup,
  verdict: string,
  packet: Pick<ChainPass, 'in' | 'out' | 'header'>,
): string | null {
  const selectors = key.split(' . ').map((selector) => selector.split(' ').slice(-2).join(' '));
  const withVerdict = elements.filter((element) => element.verdict === verdict);
  const possible = withVerdict.filter((element) => {
    const parts = element.key.split(' . ');
    return parts.every((part, n) => couldBe(part, readSelector(selectors[n] ?? '', packet)));
  });
  const exact = possible.filter((element) => element.key !== '*');
  const [found, ...others] = exact.length > 0 ? exact : possible;
  return found === undefined || others.length > 0 ? null : `${found.key} : ${found.verdict}`;
}

/** Returns a packet's value of a selector; undefined if it is unknown. */
function readSelector(
  selector: string,
  { in: incoming, out, header }: Pick<ChainPass, 'in' | 'out' | 'header'>,
): string | number | null | undefined {
  switch (selector) {
    case 'ip saddr':
      return header.source;
    case 'ip daddr':
      return header.destination;
    default:
      if (/(?:^| )iif(?:name)?$/.test(selector)) return incoming;
      if (/(?:^| )oif(?:name)?$/.test(selector)) return out;
      if (/^(?:tcp|udp|th) sport$/.test(selector)) return header.sourcePort;
      return /^(?:tcp|udp|th) dport$/.test(selector) ? header.destinationPort : undefined;
  }
}

/** Returns false if a key's part cannot be a packet's value. A prefix of addresses may be any. */
function couldBe(part: string, value: string | number | null | undefined): boolean {
  if (value === undefined || part === '*') return true;
  const text = part.replace(/^"(.*)"$/, '$1');
  if (typeof value === 'number') {
    const [from, to = from] = text.split('-').map(Number);
    return from === undefined || to === undefined || Number.isNaN(from) || (value >= from && value <= to);
  }
  if (text.endsWith('*')) return value?.startsWith(text.slice(0, -1)) === true;
  return /^[\d.]+[/-]/.test(text) || text === value;
}
