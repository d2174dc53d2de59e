import type { Lab } from '../../lab/index.js';
import { qualifyTable } from '../../netfilter/index.js';
import { logStep, type CheckContext } from './context.js';
import { requireNftChain } from './missing-chain.js';

/** A table that a command names, before the command. */
interface SavedTable {
  /** With its family. */
  readonly name: string;
  /** As nft lists it; null if it was not there. */
  readonly text: string | null;
}

/**
 * Runs an nft command on the docker host, and undoes it after the check: deletes an added rule or table, and restores
 * any other table that the command names.
 *
 * @throws MissingChainError if it adds a rule to a chain that is not there; an error if the command names no table, or
 *   nft refuses it otherwise.
 */
export async function runNft(context: CheckContext, command: string): Promise<void> {
  const { lab, undo } = context;
  const names = findTables(command);
  if (names.length === 0)
    throw new Error(`"nft ${command}" names no table, so it cannot be undone. Name the tables it changes.`);
  await lab.nft.list('list', 'tables'); // finds an nft that can read the tables
  const tables = await Promise.all(names.map((name) => saveTable(lab, name)));
  const made = tables.filter(({ text }) => text === null).map(({ name }) => deleteTable(name));
  if (made.length > 0) await lab.rememberUndo(toShell(lab, made.join('\n')));
  const result = await lab.run(lab.hostNetworkPrefix, [...lab.nft.argv, '--echo', '--handle', command]);
  logStep(context, 'host', { ...result, command: `nft '${command}'` });
  await requireNftChain(lab, command, result);
  if (result.status !== 0) throw new Error(`"nft ${command}" failed on the docker host: ${result.stderr.trim()}`);
  const script = made.length === 0 ? findDeletion(command, result.stdout) : null;
  const commands = toShell(lab, script ?? tables.map(restoreTable).join('\n'));
  if (made.length === 0) await lab.rememberUndo(commands);
  undo.push(() => lab.run(lab.hostNetworkPrefix, ['sh', '-c', commands]));
}

const verb = '(?:(?:add|create|insert|replace|delete|destroy|flush|reset|rename)\\s+)?';
const object = '(?:table|chain|rule|set|map|element|counter|quota|limit)\\s+';
const table = '((?:(?:ip|ip6|inet|arp|bridge|netdev)\\s+)?[^\\s{;]+)';
/** A command and the table that it names, at the beginning of a statement. */
const namedTable = new RegExp(`(?:^|[;\\n])\\s*${verb}${object}${table}`, 'g');

/** Finds the tables that an nft command names, each once, with their families. */
export function findTables(command: string): string[] {
  const names = [...topLevelOf(command).matchAll(namedTable)].map(([, name = '']) => name);
  return [...new Set(names.map((name) => qualifyTable(name.replace(/\s+/, ' '))))];
}

/** Empties the blocks of a command: what is in them names no table. */
function topLevelOf(command: string): string {
  const emptied = command.replaceAll(/\{[^{}]*\}/g, '');
  return emptied === command ? command : topLevelOf(emptied);
}

/** Returns the command that deletes the one rule that a command added, from nft's echo; null for any other command. */
export function findDeletion(command: string, echo: string): string | null {
  if (!/^\s*(?:add|insert)\s+rule\s[^;\n]*$/.test(topLevelOf(command).trim())) return null;
  // The rules of an anonymous chain come before the rule that jumps to it, and go with it.
  const added = [...echo.matchAll(/^(?:add|insert) rule (\S+ \S+ \S+) .*# handle (\d+)$/gm)].at(-1);
  return added === undefined ? null : `delete rule ${added[1] ?? ''} handle ${added[2] ?? ''}`;
}

async function saveTable(lab: Lab, name: string): Promise<SavedTable> {
  const command = [...lab.nft.argv, 'list', 'table', ...name.split(' ')];
  const { status, stdout } = await lab.run(lab.hostNetworkPrefix, command);
  return { name, text: status === 0 ? stdout : null };
}

/** Deleting a table that is not there would fail. */
const deleteTable = (name: string): string => `add table ${name}\ndelete table ${name}`;

const restoreTable = ({ name, text }: SavedTable): string => `${deleteTable(name)}\n${text ?? ''}`;

const toShell = (lab: Lab, commands: string): string => `${lab.nft.script} -f - <<'END'\n${commands}\nEND`;
