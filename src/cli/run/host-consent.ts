import { UsageError } from '../errors.js';

/** What `--engine host` changes on the machine while it runs; all of it is removed again. */
const changes = [
  'a veth pair named dn…, with two addresses of a range kept for documentation (RFC 5737), for an outside host to stand behind',
  'containers and networks with the label docknet.run on the running engine, and the image docknet/fixture:1 where it is not there',
  'firewall rules that a check is about, on chains of the machine’s own firewall, for the time of that check',
  'a table of its own in nftables, named docknet_trace_…, that has the kernel tell which rules handled the packets; it changes none of them',
];

/**
 * Says what a run on the machine's own engine changes, and wants a yes to it: `--yes`, or CI, where nobody is asked.
 *
 * @throws UsageError without one.
 */
export function askForConsent(
  yes: boolean,
  say: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const list = changes.map((change) => `  - ${change}`).join('\n');
  const inCi = !['', '0', 'false'].includes(environment['CI'] ?? '');
  if (!yes && !inCi)
    throw new UsageError(
      `--engine host works on this machine itself. While it runs it adds, and afterwards removes:\n${list}\nSay --yes to agree. Without --engine it runs an engine of its own, and nothing of the machine is touched.`,
    );
  say(`on this machine itself, for the time of the run, and removed afterwards:\n${list}`);
}
