import { startService, type CommandPrefix } from '../../process/index.js';
import type { Replies } from '../dns-spec.js';
import type { CheckContext } from './context.js';
import { nameServerScript } from './name-server-script.js';

/**
 * Starts a name server in a network namespace, until the check's end; none if it has nothing to answer.
 *
 * @param prefix Enters the namespace.
 */
export async function startNameServer(
  { undo }: CheckContext,
  prefix: CommandPrefix,
  { address, replies }: { readonly address: string; readonly replies: Replies },
): Promise<void> {
  const pairs = Object.entries(replies).map(([name, reply]) => `${name}=${reply}`);
  if (pairs.length === 0) return;
  const server = await startService(['perl', '-e', nameServerScript, address, ...pairs], { prefix });
  undo.push(() => server.stop());
}
