import { type Word, words } from './shell-words.js';
import { FirewallError } from '../types.js';

/** One option of a rule with what follows it: `! -o docker0` is `{ negated: true, option: 'out-interface', values: ['docker0'] }`. */
export interface Clause {
  readonly negated: boolean;
  /** The long name without dashes; the name as written where iptables has no other for it. */
  readonly option: string;
  readonly values: readonly string[];
  /** Where the option and its values stood in the text, `!` included. */
  readonly start: number;
  readonly end: number;
}

/** A command line of iptables, or a rule as a listing prints it, taken apart. */
export interface RuleCommand {
  /** The words before the first option: `iptables`, or the chain where somebody wrote `POSTROUTING -j MASQUERADE`. */
  readonly leading: readonly string[];
  readonly clauses: readonly Clause[];
}

/** Short options of iptables(8) and other spellings, by their long names. */
const longNames: Readonly<Record<string, string>> = {
  A: 'append',
  I: 'insert',
  D: 'delete',
  C: 'check',
  R: 'replace',
  N: 'new-chain',
  X: 'delete-chain',
  P: 'policy',
  E: 'rename-chain',
  F: 'flush',
  Z: 'zero',
  L: 'list',
  S: 'list-rules',
  t: 'table',
  w: 'wait',
  W: 'wait-interval',
  s: 'source',
  d: 'destination',
  p: 'protocol',
  i: 'in-interface',
  o: 'out-interface',
  j: 'jump',
  g: 'goto',
  m: 'match',
  f: 'fragment',
  c: 'set-counters',
  v: 'verbose',
  n: 'numeric',
  x: 'exact',
  4: 'ipv4',
  6: 'ipv6',
  src: 'source',
  dst: 'destination',
  proto: 'protocol',
  'source-port': 'sport',
  'destination-port': 'dport',
  'source-ports': 'sports',
  'destination-ports': 'dports',
};

/** Options that take a known number of words, whatever those look like; the others take all up to the next option. */
const takes: Readonly<Record<string, number>> = {
  append: 1,
  delete: 1,
  check: 1,
  table: 1,
  source: 1,
  destination: 1,
  protocol: 1,
  'in-interface': 1,
  'out-interface': 1,
  jump: 1,
  goto: 1,
  match: 1,
  comment: 1,
  'log-prefix': 1,
  'nflog-prefix': 1,
  string: 1,
  'hex-string': 1,
  fragment: 0,
  verbose: 0,
  numeric: 0,
  exact: 0,
  ipv4: 0,
  ipv6: 0,
  syn: 0,
};

/**
 * Takes a command line of iptables apart, with or without the program's name and `-A CHAIN` in front.
 *
 * @throws FirewallError where a quote is open, an option lacks its value, or a word belongs to no option.
 */
export function parseCommand(text: string): RuleCommand {
  const all = words(text);
  const firstOption = all.findIndex((word) => startsOption(word));
  const leading = (firstOption < 0 ? all : all.slice(0, firstOption)).map((word) => word.text);
  const clauses: Clause[] = [];
  let at = firstOption < 0 ? all.length : firstOption;
  while (at < all.length) {
    const first = all[at] as Word;
    const negated = first.text === '!';
    const word = negated ? all[at + 1] : first;
    if (word === undefined || word.text === '!' || !startsOption(word)) {
      throw new FirewallError(
        `the rule "${text}" cannot be read: "${(word ?? first).text}" belongs to no option. Write ! before the option it negates, and quote values that hold blanks.`,
      );
    }
    at += negated ? 2 : 1;
    const { option, attached } = named(word.text);
    const values = attached === null ? [] : [attached];
    const wanted = takes[option] ?? Infinity;
    let end = word.end;
    for (let next = all[at]; next !== undefined && values.length < wanted; next = all[at]) {
      if (wanted === Infinity && startsOption(next)) break;
      values.push(next.text);
      end = next.end;
      at += 1;
    }
    if (wanted !== Infinity && values.length < wanted)
      throw new FirewallError(`the rule "${text}" cannot be read: nothing follows ${word.text}, which takes a value.`);
    clauses.push({ negated, option, values, start: first.start, end });
  }
  return { leading, clauses };
}

function startsOption(word: Word): boolean {
  return word.text === '!' || /^-[a-zA-Z0-9-]/.test(word.text);
}

/** The option's long name, and the value written into the same word: `--source=ADDRESS`, `-ptcp`. */
function named(written: string): { option: string; attached: string | null } {
  if (written.startsWith('--')) {
    const equals = written.indexOf('=');
    const name = equals < 0 ? written.slice(2) : written.slice(2, equals);
    return { option: longNames[name] ?? name, attached: equals < 0 ? null : written.slice(equals + 1) };
  }
  return {
    option: longNames[written.charAt(1)] ?? written.charAt(1),
    attached: written.length > 2 ? written.slice(2) : null,
  };
}

/** Commands of iptables that change something or list it, by their long names. */
const commands = new Set([
  'append',
  'insert',
  'delete',
  'check',
  'replace',
  'new-chain',
  'delete-chain',
  'policy',
  'rename-chain',
  'flush',
  'zero',
  'list',
  'list-rules',
]);

/**
 * The arguments that undo a command of iptables: `-I CHAIN 2 …` and `-A CHAIN …` become `-D CHAIN …`, `-N CHAIN` becomes
 * `-X CHAIN`; everything else, table and quoting, stays as written. Several commands are undone last first.
 *
 * @throws FirewallError for a command that cannot be undone from its own text: a deletion forgets the position, a policy
 *   the one before it.
 */
export function invertCommand(args: string): string {
  const { clauses } = parseCommand(args);
  const found = clauses.filter((clause) => commands.has(clause.option));
  const [command] = found;
  const cannot = (why: string) =>
    new FirewallError(
      `"${args}" cannot be undone from its own text: ${why}. Use -I, -A or -N, one to a command, or take the firewall back from a snapshot.`,
    );
  if (command === undefined) throw cannot('it adds nothing');
  if (found.length > 1 || command.negated) throw cannot('it is not one command');
  const [chain, position, ...rest] = command.values;
  if (chain === undefined) throw cannot('it names no chain');
  const insertedAt = command.option === 'insert' && position !== undefined && /^[1-9]\d*$/.test(position);
  if (rest.length > 0 || (position !== undefined && !insertedAt))
    throw cannot(`"${position ?? ''}" is no position in ${chain}`);
  const undo = { append: '-D', insert: '-D', 'new-chain': '-X' }[command.option];
  if (undo === undefined) throw cannot(`--${command.option} does not say what was there before`);
  return `${args.slice(0, command.start)}${undo} ${chain}${args.slice(command.end)}`;
}
