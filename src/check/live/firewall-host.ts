import { setTimeout } from 'node:timers/promises';
import { invertCommand } from '../../netfilter/index.js';
import { scaleMs } from '../../process/index.js';
import { ruleChanges } from '../words/fact.js';
import { logStep, timeStep } from './context.js';
import { ComposeHost } from './compose-host.js';
import type { WaitOptions } from './endpoint-options.js';
import type { RuleListing } from './listings.js';
import { requireChains } from './missing-chain.js';
import { runNft } from './nft-command.js';
import { ufwRules } from './ufw-rules.js';

/** What `when` can do with the docker host's firewall. The check's end undoes it. */
export abstract class FirewallHost extends ComposeHost {
  /**
   * Runs an iptables command. A rule that it adds is removed after the check.
   *
   * @throws MissingChainError if it adds a rule to a chain that is not there, which makes the check not applicable; an
   *   error if iptables refuses it otherwise.
   */
  async iptables(command: string): Promise<void> {
    const { lab, undo } = this.context;
    const adds = /(^|\s)(-I|-A|--insert|--append)\s/.test(command);
    if (adds) await lab.rememberUndo(`iptables ${invertCommand(command)}`);
    const result = await lab.runOnHost(['sh', '-c', `exec iptables ${command}`]);
    logStep(this.context, 'host', { ...result, command: `iptables ${command}` });
    await requireChains(lab, `iptables ${command}`, result);
    if (result.status !== 0)
      throw new Error(`"iptables ${command}" failed on the docker host: ${result.stderr.trim()}`);
    if (adds) undo.push(() => lab.runOnHost(['sh', '-c', `exec iptables ${invertCommand(command)}`]));
  }

  /**
   * Runs an nft command: `nft('insert rule ip docker-bridges filter-FORWARD tcp dport 80 drop')`, or a whole table,
   * `nft('table inet shop { … }')`. Undone after the check.
   *
   * @throws MissingChainError if it adds a rule to a chain that is not there, which makes the check not applicable; an
   *   error if it names no table, or nft refuses it otherwise.
   */
  async nft(command: string): Promise<void> {
    await runNft(this.context, command);
  }

  /**
   * Flushes tables (`iptables -F`), and deletes their user-defined chains if asked to. The check's end restores the
   * firewall.
   */
  async flushRules(
    tables: readonly string[] = ['filter', 'nat', 'raw', 'mangle'],
    { deleteChains = false }: { readonly deleteChains?: boolean } = {},
  ): Promise<void> {
    const flush = (table: string) => `iptables -t ${table} -F${deleteChains ? `; iptables -t ${table} -X` : ''}`;
    await this.script(tables.map(flush).join('; '));
  }

  /**
   * Runs a shell script that changes the firewall. The check's end restores the firewall. A check that uses it sets
   * `notOnHost`.
   */
  async script(text: string): Promise<void> {
    const { lab, undo } = this.context;
    const { stdout: rules } = await lab.runOnHost(['iptables-save']);
    undo.push(async () => {
      const { stdout: changed } = await lab.runOnHost(['iptables-save']);
      await lab.runOnHost(['sh', '-c', `iptables-restore <<'END'\n${rules}${emptyAdded(rules, changed)}END`]);
    });
    const result = logStep(this.context, 'host', { ...(await lab.runOnHost(['sh', '-c', text])), command: text });
    await requireChains(lab, text, result);
  }

  /**
   * Makes the rules that ufw makes for `deny incoming` and these TCP ports allowed; ufw need not be installed. The
   * check's end restores the firewall. A check that uses it sets `notOnHost`.
   */
  async enableUfw({ allow = [] }: { readonly allow?: readonly number[] } = {}): Promise<void> {
    await this.script(`iptables-restore --noflush <<'END'\n${ufwRules(allow)}END`);
  }

  /**
   * Waits until the firewall has these rules and no others, in whatever order, or until the limit. Returns the rules
   * that it has then.
   */
  async awaitRules(
    rules: readonly RuleListing[],
    { timeoutMs = this.here.timeoutMs }: WaitOptions = {},
  ): Promise<RuleListing[]> {
    const deadline = performance.now() + scaleMs(timeoutMs);
    for (;;) {
      const found = await this.rules();
      const { added, removed } = ruleChanges(rules, found);
      if ((added.length === 0 && removed.length === 0) || performance.now() > deadline) return found;
      await setTimeout(200);
    }
  }

  /** Lists the tables of nftables: "ip docker-bridges". */
  async nftTables(): Promise<string[]> {
    let printed = '';
    await timeStep(this.context, 'host', 'nft list tables', async () => {
      printed = await this.context.lab.nft.list('list', 'tables');
      return printed;
    });
    return printed.split('\n').flatMap((line) => (line.startsWith('table ') ? [line.slice('table '.length)] : []));
  }
}

/** Returns input of iptables-restore that empties the tables of a listing that an earlier listing lacks. */
function emptyAdded(before: string, after: string): string {
  const added = [...after.matchAll(/^(\*\S+)$[^]*?^COMMIT$/gm)].filter(
    ([, name = '']) => !before.includes(`${name}\n`),
  );
  return added
    .map(([table, name = '']) => {
      const chains = [...table.matchAll(/^:(\S+) (?!-)/gm)].map(([, chain = '']) => `:${chain} ACCEPT [0:0]\n`);
      return `${name}\n${chains.join('')}COMMIT\n`;
    })
    .join('');
}
