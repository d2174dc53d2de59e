import { FirewallError } from './error.js';
import { backendIn, parseSnapshot } from './snapshot.js';
import type { Snapshot } from './types.js';

/** Runs a command in the network namespace whose firewall is meant, and waits for it. A status that is not 0 is not an error. */
export type Run = (
  argv: readonly string[],
) => Promise<{ readonly stdout: string; readonly stderr: string; readonly status: number | null }>;

/** A family's tables, as text for the evidence and read. */
export interface Listing {
  /** What iptables-save -c printed, unchanged. */
  readonly text: string;
  readonly snapshot: Snapshot;
  /** What it wrote beside that, such as that tables of the other backend exist too; empty as a rule. */
  readonly warnings: string;
}

/**
 * Lists and reads a family's tables with `iptables-save -c` or `ip6tables-save -c`.
 *
 * @throws FirewallError where the command fails or prints what cannot be read.
 */
export async function readSnapshot(run: Run, family: Snapshot['family']): Promise<Listing> {
  const program = family === 'ipv4' ? 'iptables-save' : 'ip6tables-save';
  const { stdout, stderr } = await succeeding(run, [program, '-c']);
  const snapshot = parseSnapshot(stdout, family);
  const backend = snapshot.backend ?? backendIn((await succeeding(run, [program, '--version'])).stdout);
  return { text: stdout, snapshot: { ...snapshot, backend }, warnings: stderr.trim() };
}

/**
 * Where the system keeps nft. It is not looked for in the caller's PATH: npm and npx put node_modules/.bin first, and the
 * package @vercel/nft (ava needs it) has a program of that name there, which prints nothing and ends with 0.
 */
const systemPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The whole of `nft list ruleset`, for the evidence: both families, and what other programs put there. Throws as `readSnapshot` does. */
export async function readRuleset(run: Run): Promise<string> {
  return (await succeeding(run, ['env', systemPath, 'nft', 'list', 'ruleset'])).stdout;
}

async function succeeding(run: Run, argv: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr, status } = await run(argv);
  if (status !== 0) {
    throw new FirewallError(
      `the firewall could not be listed: "${argv.join(' ')}" ${status === null ? 'was ended by a signal or could not be started' : `ended with status ${status}`}: ${stderr.trim() || 'no output'}. It needs root and the package ${argv.includes('nft') ? 'nftables' : 'iptables'}.`,
    );
  }
  return { stdout, stderr };
}
