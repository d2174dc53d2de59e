import { UsageError } from '../errors.js';
import type { NamedEngine } from '../../runner/index.js';

/**
 * What `--iptables` asks for: labs whose iptables is the legacy one, or, without it, null.
 *
 * @throws UsageError where it is anything but "legacy", or where one of the engines has a firewall that is not a lab's.
 */
export function chooseIptables(text: string | undefined, engines: readonly NamedEngine[]): 'legacy' | null {
  if (text === undefined) return null;
  if (text !== 'legacy')
    throw new UsageError(
      `--iptables ${text}: give legacy, or leave it out for the iptables that is chosen on the machine, or in the engine’s root file system.`,
    );
  if (engines.some(({ choice }) => choice.kind === 'host'))
    throw new UsageError(
      '--iptables legacy: it is for labs, and --engine host uses this machine’s own iptables, which docknet leaves as it is. Leave one of the two out.',
    );
  return text;
}
