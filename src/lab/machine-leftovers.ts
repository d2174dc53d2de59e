import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineClient } from '../engine/index.js';
import { runCommand } from '../process/index.js';

/** What a run adds to the machine's own engine. */
export interface MachineLeftovers {
  readonly socket: string;
  /** Label of the run's containers and networks. */
  readonly label: string;
  /** The image that the run imported; null if it was there before. */
  readonly image: string | null;
}

const leftoversFile = 'machine.json';
const undoFile = 'undo';

/** Saves what must be cleared. Call it before anything is added. */
export async function rememberLeftovers(runtime: string, leftovers: MachineLeftovers): Promise<void> {
  await writeFile(join(runtime, leftoversFile), JSON.stringify(leftovers));
}

/** Saves a shell command that undoes a change to the machine. Call it before the change. */
export async function rememberUndo(runtime: string, command: string): Promise<void> {
  await appendFile(join(runtime, undoFile), `${command}\n`);
}

/**
 * Removes a run's containers, networks and image from the machine's own engine, and its checks' firewall rules. Touches
 * only objects with the run's label and commands in its undo file. Safe to repeat.
 *
 * @param runtime The run's directory under /run/docknet.
 * @returns descriptions of what was removed.
 */
export async function clearLeftovers(runtime: string): Promise<string[]> {
  const removed: string[] = [];
  const undo = await readFile(join(runtime, undoFile), 'utf8').catch(() => '');
  for (const command of undo.split('\n').reverse()) {
    if (command === '') continue;
    // Usually the check has undone it already, and the command fails.
    const result = await runCommand(['sh', '-c', command]);
    if (result.status === 0) removed.push(command);
  }
  await rm(join(runtime, undoFile), { force: true });
  const text = await readFile(join(runtime, leftoversFile), 'utf8').catch(() => null);
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
  await rm(join(runtime, leftoversFile), { force: true });
  return removed;
}
