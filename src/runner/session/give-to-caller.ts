import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ownByCaller } from '../../record/index.js';

/** Gives everything under a run's directory to the person who called docknet with sudo. Recordings stay theirs alone. */
export async function giveToCaller(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) await ownByCaller(join(entry.parentPath, entry.name));
  }
}
