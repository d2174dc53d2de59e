import { canonicalizeAddress } from '../iptables/specification.js';

/** A rule's text in one form for all spellings of the same rule. */
export interface CanonicalText {
  readonly text: string;
  /** Null without one. */
  readonly comment: string | null;
}

/**
 * Returns one form for all spellings of an nft rule: without quotes, counter (named ones stay), `meta` and `==`;
 * numbers decimal; addresses with their prefix length; the members of `{ … }` and of lists without braces sorted; one
 * member without braces; the defaults of `limit` and `reject` left out. Matches stay in their order.
 */
export function canonicalizeRuleText(text: string): CanonicalText {
  const words = splitRuleText(text);
  const at = words.findIndex(({ text: word, quoted }) => word === 'comment' && !quoted);
  const [comment = null] = at < 0 ? [] : words.splice(at, 2).slice(1);
  const joined = joinMembers(words.map(canonicalizeWord)).join(' ');
  const rewritten = rewrites.reduce((rule, [pattern, to]) => rule.replaceAll(pattern, to), ` ${joined} `);
  return { text: rewritten.trim(), comment: comment?.text ?? null };
}

/** Spellings that nft versions use for the same thing, and what nft leaves out. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/ counter (packets \d+ bytes \d+ )?(?!name )/g, ' '],
  [/ burst 5 packets /g, ' '],
  [/ reject with icmpx? (?:type )?port-unreachable /g, ' reject '],
  [/ (reject with icmp(?:x|v6)?) type /g, ' $1 '],
  [/ (?:meta|==) /g, ' '],
];

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Splits at blanks and around `{`, `}`, `,` and `;`, but not in double quotes. */
function splitRuleText(text: string): Word[] {
  return [...text.matchAll(/"([^"]*)"|[{},;]|[^\s{},;"]+/g)].map(([word, inQuotes]) => ({
    text: inQuotes ?? word,
    quoted: inQuotes !== undefined,
  }));
}

function canonicalizeWord({ text, quoted }: Word): Word {
  // A text with blanks or punctuation stays one word, out of reach of `rewrites`.
  if (quoted) return { text: /^[\w.*-]+$/.test(text) ? text : JSON.stringify(text).replaceAll(' ', '\u00a0'), quoted };
  if (/^0x[0-9a-f]+$/i.test(text)) return { text: String(Number(text)), quoted };
  return { text: /^[\d.]+(\/\d+)?$|:.*:/.test(text) && /[.:]/.test(text) ? canonicalizeAddress(text) : text, quoted };
}

/** Joins the members of each list, sorted: `{ 80 , 443 }` is one word, `established , related` another. */
function joinMembers(words: readonly Word[]): string[] {
  const stack: { members: string[]; words: string[] }[] = [{ members: [], words: [] }];
  for (const { text, quoted } of words) {
    const list = stack.at(-1)!;
    if (!quoted && text === '{') stack.push({ members: [], words: [] });
    else if (!quoted && text === '}' && stack.length > 1) {
      stack.pop();
      const members = [...list.members, list.words.join(' ')].filter((member) => member !== '').sort();
      const [only = ''] = members;
      stack.at(-1)!.words.push(members.length === 1 && !/[ ;]/.test(only) ? only : `{ ${members.join(' , ')} }`);
    } else if (!quoted && text === ',' && stack.length > 1) {
      list.members.push(list.words.join(' '));
      list.words = [];
    } else list.words.push(text);
  }
  return joinLists(stack.flatMap(({ words: rest }) => rest));
}

/** Joins lists without braces: `established`, `,`, `related`. */
function joinLists(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const members = [words[at] ?? ''];
    for (; words[at + 1] === ',' && at + 2 < words.length; at += 2) members.push(words[at + 2] ?? '');
    joined.push(members.sort().join(','));
  }
  return joined;
}
