import { parseCommand } from './command.js';
import { FirewallError } from './error.js';

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
export function inverse(args: string): string {
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
