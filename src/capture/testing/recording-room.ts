import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRecorder } from '../recorder.js';
import { TestNetwork } from './network.js';

/** A recorder, a network and a directory for one test, taken away when it ends. */
export async function recordingRoom(t: { teardown(fn: () => Promise<void>): void }) {
  const directory = await mkdtemp(join(tmpdir(), 'dn-capture-'));
  const network = new TestNetwork();
  const recorder = await startRecorder();
  t.teardown(async () => {
    await recorder.close();
    await network.remove();
    await rm(directory, { recursive: true });
  });
  return { network, recorder, directory, file: join(directory, 'recording.pcapng') };
}
