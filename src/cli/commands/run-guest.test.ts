import test from 'ava';
import { readdir } from 'node:fs/promises';
import { docknet, startDocknet, temporaryDirectory } from '../testing/docknet.js';
import { fetchTestKernel, findNoGuest } from '../testing/guests.js';
import { findLeftovers, waitForExit } from '../testing/leftovers.js';
import { listDescendants } from '../testing/processes.js';

const noGuest = await findNoGuest();
const inGuest = noGuest === null ? test.serial : test.serial.skip;
const without = noGuest === null ? '' : ` (${noGuest})`;

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  inGuest(`${signal} while a guest boots leaves no process, mount or directory${without}`, async (t) => {
    const options = await fetchTestKernel(t, 120_000);
    const output = await temporaryDirectory(t);
    const running = startDocknet(t, ['run', 'nat/masquerade', ...options, '--no-baseline', '--output', output]);
    let all = await listDescendants(running.pid);
    while (running.running && !all.some(({ name }) => name.startsWith('qemu-system')))
      all = await listDescendants(running.pid);
    const [run = ''] = await readdir(output);
    running.kill(signal);
    t.is((await running.ended).status, signal === 'SIGINT' ? 130 : null, running.stderr);
    t.deepEqual(await waitForExit(all), []);
    if (signal === 'SIGKILL') await docknet(['doctor', '--clean']);
    t.deepEqual(await findLeftovers(run), []);
  });
}
