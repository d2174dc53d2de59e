import { FirewallError } from '../types.js';
import { splitWords, type Word } from './shell-words.js';

/** One option of a rule: `! -o docker0` is `{ negated: true, option: 'out-interface', values: ['docker0'] }`. */
export interface Clause {
  readonly negated: boolean;
  /** The long name without dashes; the name as written if iptables has no other. */
  readonly option: string;
  readonly values: readonly string[];
  /** Position of the option and its values in the text, `!` included. */
  readonly start: number;
  readonly end: number;
}

/** An iptables command line, or a rule as a listing prints it, in parts. */
export interface RuleCommand {
  /** The words before the first option: `iptables`, or the chain in `POSTROUTING -j MASQUERADE`. */
  readonly leading: readonly string[];
  readonly clauses: readonly Clause[];
}

/** Long names of iptables(8) by short option and other spelling. */
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

/** Number of values of an option, which may look like options. Other options take all words up to the next option. */
const valueCounts: Readonly<Record<string, number>> = {
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
 * Parses an iptables command line, with or without the program's name and `-A CHAIN`.
 *
 * @throws FirewallError if a quote is not closed, an option lacks its value, or a word belongs to no option.
 */
export function parseCommand(text: string): RuleCommand {
  const all = splitWords(text);
  const firstOption = all.findIndex((word) => isOption(word));
  const leading = (firstOption < 0 ? all : all.slice(0, firstOption)).map((word) => word.text);
  const clauses: Clause[] = [];
  let at = firstOption < 0 ? all.length : firstOption;
  while (at < all.length) {
    const first = all[at] as Word;
    const negated = first.text === '!';
    const word = negated ? all[at + 1] : first;
    if (word === undefined || word.text === '!' || !isOption(word)) {
      throw new FirewallError(
        `Cannot read rule "${text}": "${(word ?? first).text}" belongs to no option. ` +
          'Write ! before the option it negates, and quote values that contain blanks.',
      );
    }
    at += negated ? 2 : 1;
    const { option, attached } = readOption(word.text);
    const values = attached === null ? [] : [attached];
    const wanted = valueCounts[option] ?? Infinity;
    let end = word.end;
    for (let next = all[at]; next !== undefined && values.length < wanted; next = all[at]) {
      if (wanted === Infinity && isOption(next)) break;
      values.push(next.text);
      end = next.end;
      at += 1;
    }
    if (wanted !== Infinity && values.length < wanted)
      throw new FirewallError(`Cannot read rule "${text}": ${word.text} needs a value.`);
    clauses.push({ negated, option, values, start: first.start, end });
  }
  return { leading, clauses };
}

function isOption(word: Word): boolean {
  return word.text === '!' || /^-[a-zA-Z0-9-]/.test(word.text);
}

/** Reads the option's long name, and the value in the same word: `--source=ADDRESS`, `-ptcp`. */
function readOption(written: string): { option: string; attached: string | null } {
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

/** Long names of iptables' commands. */
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
 * Returns the arguments that undo an iptables command: `-I CHAIN 2 …` and `-A CHAIN …` become `-D CHAIN …`, `-N CHAIN`
 * becomes `-X CHAIN`; the rest stays as written. Undo several commands in reverse order.
 *
 * @throws FirewallError for a command whose text lacks the earlier state: a deletion's position, an earlier policy.
 */
export function invertCommand(args: string): string {
  const { clauses } = parseCommand(args);
  const found = clauses.filter((clause) => commands.has(clause.option));
  const [command] = found;
  const fail = (why: string) =>
    new FirewallError(
      `Cannot undo "${args}": ${why}. Use one -I, -A or -N per command, or restore the firewall from a snapshot.`,
    );
  if (command === undefined) throw fail('it adds nothing');
  if (found.length > 1 || command.negated) throw fail('it is not exactly one command');
  const [chain, position, ...rest] = command.values;
  if (chain === undefined) throw fail('it names no chain');
  const insertedAt = command.option === 'insert' && position !== undefined && /^[1-9]\d*$/.test(position);
  if (rest.length > 0 || (position !== undefined && !insertedAt))
    throw fail(`"${position ?? ''}" is not a position in ${chain}`);
  const undo = { append: '-D', insert: '-D', 'new-chain': '-X' }[command.option];
  if (undo === undefined) throw fail(`--${command.option} does not name the earlier state`);
  return `${args.slice(0, command.start)}${undo} ${chain}${args.slice(command.end)}`;
}
