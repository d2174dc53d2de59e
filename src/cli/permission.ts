import { UnfitError, UsageError } from './errors.js';

/** @throws UnfitError if docknet does not run as root: network namespaces, an engine and libpcap need it. */
export function requireRoot(command: string): void {
  if (process.getuid?.() === 0) return;
  throw new UnfitError(
    `docknet ${command} must run as root: it creates network namespaces, starts an engine and records packets. ` +
      `Run it with sudo: sudo docknet ${command} (in a clone: sudo npx docknet ${command}).`,
  );
}

/** What `--engine host` changes on the machine. All of it is removed when the run ends. */
const hostChanges = [
  'a veth pair dn… with two addresses of a documentation range (RFC 5737), for a LAN host',
  'containers and networks labelled docknet.run on the running engine, and the image docknet/fixture:1',
  'firewall rules that a check is about, in the machine’s own chains, while that check runs',
  'an nftables table docknet_trace_… that makes the kernel report which rules handle packets',
];

/**
 * Lists what a run on the machine's own engine changes, and requires `--yes`. CI counts as yes, because nobody can
 * answer.
 *
 * @throws UsageError without consent.
 */
export function requireHostConsent(
  yes: boolean,
  log: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const list = hostChanges.map((change) => `  - ${change}`).join('\n');
  const inCi = !['', '0', 'false'].includes(environment['CI'] ?? '');
  if (!yes && !inCi)
    throw new UsageError(
      `--engine host changes this machine. It adds, and removes when the run ends:\n${list}\n` +
        'Pass --yes to continue. Without --engine host, docknet runs an engine of its own and changes nothing here.',
    );
  log(`changes on this machine, removed when the run ends:\n${list}`);
}
