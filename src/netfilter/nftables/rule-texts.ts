import { parseNftRuleset } from '../trace/nft-ruleset.js';
import { membersOf } from './elements.js';

/**
 * Adds to each rule of `nft -j list ruleset` its `text`, which the JSON lacks, from `nft -a list ruleset`.
 *
 * @param isOmitted Whether to leave a table out.
 * @throws FirewallError if the text listing cannot be read, SyntaxError for text that is no JSON.
 */
export function addRuleTexts(
  json: string,
  listing: string,
  isOmitted: (family: string, table: string) => boolean = () => false,
): string {
  const texts = new Map(
    parseNftRuleset(listing).flatMap(({ family, table, name, rules }) =>
      rules.map(({ handle, text }): [string, string] => [[family, table, name, handle].join(' '), text]),
    ),
  );
  const { nftables } = membersOf(JSON.parse(json));
  const objects = (Array.isArray(nftables) ? (nftables as unknown[]) : []).flatMap((object): unknown[] => {
    const [kind = '', value] = Object.entries(membersOf(object))[0] ?? [];
    const entry = membersOf(value);
    if (isOmitted(String(entry.family), String(kind === 'table' ? entry.name : entry.table))) return [];
    if (kind !== 'rule') return [object];
    const text = texts.get([entry.family, entry.table, entry.chain, entry.handle].join(' '));
    // A rule that only counts has no text without its counter's values.
    return [{ rule: text === undefined ? entry : { ...entry, text: text === '' ? 'counter' : text } }];
  });
  // One object a line: a reader of the file finds its way, and two files can be compared.
  return `{"nftables": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]}\n`;
}
