import { startService, type CommandPrefix } from '../../process/index.js';
import type { ContainerSpec } from '../spec.js';
import type { CheckContext } from './context.js';
import { startNameServer } from './name-server.js';
import { udpEchoScript } from './udp-echo-script.js';

/** Starts what a container serves besides its pages. @param prefix Enters its network namespace. */
export async function startServices(
  context: CheckContext,
  prefix: CommandPrefix,
  { resolves, serveUdp, reuseAddress }: ContainerSpec,
): Promise<void> {
  await startNameServer(context, prefix, { address: '0.0.0.0', replies: resolves });
  if (serveUdp === null) return;
  const server = await startService(['perl', '-e', udpEchoScript, String(serveUdp), reuseAddress ? '1' : '0'], {
    prefix,
  });
  context.undo.push(() => server.stop());
}
