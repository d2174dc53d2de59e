import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineClient } from '../engine/index.js';
import { runCommand } from '../process/index.js';

/** What a run with the machine's own engine leaves there until it is cleared. */
export interface MachineLeftovers {
  readonly socket: string;
  /** Label of every container and network the run made. */
  readonly label: string;
  /** The image the run imported; null where it was there before. */
  readonly image: string | null;
}

const file = 'machine.json';
const journal = 'undo';

/** Writes down what is to be cleared, before it is made. */
export async function rememberLeftovers(runtime: string, leftovers: MachineLeftovers): Promise<void> {
  await writeFile(join(runtime, file), JSON.stringify(leftovers));
}

/** Writes down a shell command that undoes what is about to be done on the machine. */
export async function rememberUndo(runtime: string, command: string): Promise<void> {
  await appendFile(join(runtime, journal), `${command}\n`);
}

/**
 * Clears what a run made on the machine's own engine: its containers, networks, image, and the firewall rules its checks added.
 * Only what carries the run's label or stands in its journal is touched. Safe to call again.
 *
 * @param runtime The run's directory under /run/docknet.
 * @returns what was removed, for people.
 */
export async function clearLeftovers(runtime: string): Promise<string[]> {
  const removed: string[] = [];
  for (const undo of (await readFile(join(runtime, journal), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .reverse()) {
    // Usually the check has undone it itself: then the rule is gone and iptables says so.
    const result = await runCommand(['sh', '-c', undo]);
    if (result.status === 0) removed.push(undo);
  }
  await rm(join(runtime, journal), { force: true });
  const text = await readFile(join(runtime, file), 'utf8').catch(() => null);
  if (text === null) return removed;
  const { socket, label, image } = JSON.parse(text) as MachineLeftovers;
  const engine = new EngineClient(socket);
  for (const id of await engine.listContainersWithLabel(label).catch(() => [])) {
    await engine.removeContainer(id);
    removed.push(`container ${id.slice(0, 12)}`);
  }
  for (const id of await engine.listNetworksWithLabel(label).catch(() => [])) {
    await engine.removeNetwork(id);
    removed.push(`network ${id.slice(0, 12)}`);
  }
  if (image !== null)
    await engine.docker
      .getImage(image)
      .remove()
      .then(
        () => {
          removed.push(`image ${image}`);
        },
        () => undefined,
      );
  await rm(join(runtime, file), { force: true });
  return removed;
}
