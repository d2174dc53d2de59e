import type { Lab } from '../../lab/index.js';
import type { CommandResult } from '../../process/index.js';

/** A chain that a command needs and the engine's iptables lacks. */
export interface MissingChain {
  readonly table: string;
  readonly chain: string;
  /** The command that needs it, or its line in a script. */
  readonly command: string;
}

/** A check's own command needs a chain that is not there, so that the check has no outcome. */
export class MissingChainError extends Error {
  override readonly name = 'MissingChainError';

  constructor(readonly missing: MissingChain) {
    super(describeMissingChain(missing));
  }
}

/** Describes a missing chain: "there is no chain DOCKER-USER in the table filter, for …". */
export const describeMissingChain = ({ table, chain, command }: MissingChain): string =>
  `there is no chain ${chain} in the table ${table}, for "${command}"`;

const builtIn = new Set(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']);

/** Chains that a rule is added to, and chains that a command creates. */
const adding = /\s(?:-[AI]|--append|--insert)\s+(\S+)/;
const creating = /\s(?:-N|--new-chain)\s+(\S+)/g;

/** iptables, nft backend and legacy, on a rule that jumps to a chain that is not there. */
const unknownTarget = /Chain '([^']+)' does not exist|Couldn't load target `([^']+)'/;

/**
 * Throws a MissingChainError if a chain that commands add a rule to is not there.
 *
 * @param commands An iptables command or a shell script, that has run.
 * @param result Its outcome. Nothing is looked for if it was successful and printed no error.
 */
export async function requireChains(
  lab: Lab,
  commands: string,
  result: Pick<CommandResult, 'status' | 'stderr'>,
): Promise<void> {
  const missing = await findMissingChain(lab, commands, result);
  if (missing !== null) throw new MissingChainError(missing);
}

/** Finds the missing chain that a rule was to be added to; null if all are there, or the commands create them. */
async function findMissingChain(
  lab: Lab,
  commands: string,
  { status, stderr }: Pick<CommandResult, 'status' | 'stderr'>,
): Promise<MissingChain | null> {
  if (status === 0 && stderr === '') return null;
  const created = new Set([...commands.matchAll(creating)].map(([, chain]) => chain));
  for (const { table, chain, command } of listAdditions(commands)) {
    if (builtIn.has(chain) || created.has(chain)) continue;
    const listed = await lab.runOnHost(['iptables', '-t', table, '-S', chain]);
    if (listed.status !== 0) return { table, chain, command };
  }
  const [, target, legacyTarget] = unknownTarget.exec(stderr) ?? [];
  const chain = target ?? legacyTarget;
  const jump = listAdditions(commands).find(({ command }) => command.split(/\s+/).includes(chain ?? ''));
  return chain === undefined || jump === undefined || created.has(chain) ? null : { ...jump, chain };
}

/**
 * Throws a MissingChainError if an nft command has failed to add a rule to a chain that is not there.
 *
 * @param command Of nft: "insert rule ip docker-bridges filter-FORWARD tcp dport 80 drop".
 */
export async function requireNftChain(
  lab: Lab,
  command: string,
  { status }: Pick<CommandResult, 'status'>,
): Promise<void> {
  const [, family = 'ip', name, chain] =
    /^\s*(?:add|insert)\s+rule\s+(?:(ip6?|inet|arp|bridge|netdev)\s+)?(\S+)\s+(\S+)/.exec(command) ?? [];
  if (status === 0 || name === undefined || chain === undefined) return;
  const listed = await lab.run(lab.hostNetworkPrefix, [...lab.nft.argv, 'list', 'chain', family, name, chain]);
  if (listed.status !== 0)
    throw new MissingChainError({ table: `${family} ${name}`, chain, command: `nft ${command}` });
}

/** Lists the rules that commands add: table, chain, and the command without what follows it on its line. */
export function listAdditions(commands: string): MissingChain[] {
  return commands
    .replaceAll(/\\\n\s*/g, '')
    .split(/\n|;|&&|\|\|?/)
    .flatMap((text) => {
      const command = text.trim();
      const [, chain] = adding.exec(command) ?? [];
      if (chain === undefined || !/(?:^|\s)iptables\s/.test(command)) return [];
      return [{ table: /\s(?:-t|--table)\s+(\S+)/.exec(command)?.[1] ?? 'filter', chain, command }];
    });
}
