import test, { type ExecutionContext } from 'ava';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../testing/docknet.js';
import { findBisectKernels, splitKernelNames } from './kernels.js';

const releases = {
  'debian:bookworm': '6.1.0-44-cloud-amd64',
  'debian:bookworm-backports': '6.12.74+deb12-cloud-amd64',
  'debian:trixie': '6.12.117+deb13-cloud-amd64',
  'debian:forky': '7.2.12+deb14-cloud-amd64',
};

/** Makes a cache of kernels, with their manifests alone: none is booted. */
async function makeCache(t: ExecutionContext): Promise<string> {
  const cache = await temporaryDirectory(t);
  for (const [name, release] of Object.entries(releases)) {
    const directory = join(cache, name.replace(':', '-'));
    await mkdir(directory);
    const manifest = {
      schema: 'docknet-kernel/1',
      name,
      release,
      package: `linux-image-${release}`,
      architecture: 'amd64',
      mirror: 'http://deb.debian.org/debian',
      verified: 'by apt',
      fetched: '2026-11-28T10:00:00Z',
      bytes: 1,
    };
    await writeFile(join(directory, 'kernel.json'), JSON.stringify(manifest));
  }
  return cache;
}

const names = Object.keys(releases);
const listed = async (t: ExecutionContext, good: string, bad: string, kernels: readonly string[] = names) => {
  const { engines, outside } = await findBisectKernels({ good, bad, kernels }, { kernelCache: await makeCache(t) });
  return [engines.map(({ version }) => version), outside.map(({ version }) => version)];
};

test('kernels are tried in the order of their versions, in either direction', async (t) => {
  const [oldest, newest] = ['debian:bookworm', 'debian:forky'];
  t.deepEqual(await listed(t, oldest, newest), [['6.1.0', '6.12.74', '6.12.117', '7.2.12'], []]);
  t.deepEqual(await listed(t, newest, oldest), [['7.2.12', '6.12.117', '6.12.74', '6.1.0'], []]);
  t.deepEqual(await listed(t, oldest, 'debian:trixie', [newest]), [['6.1.0', '6.12.117'], ['7.2.12']]);
});

test('the ends are named by version, too', async (t) => {
  t.deepEqual(await listed(t, '6.1', '6.12.117'), [['6.1.0', '6.12.74', '6.12.117'], ['7.2.12']]);
  await t.throwsAsync(listed(t, '6.1', '6.12'), { message: /^--bad 6\.12: several of --kernels are of this version/ });
  await t.throwsAsync(listed(t, '5.10', '7.2'), { message: /^--good 5\.10: none of --kernels is of this version/ });
  await t.throwsAsync(listed(t, '6.1', 'debian:bookworm'), { message: /are both kernel 6\.1\.0/ });
  await t.throwsAsync(listed(t, '6.1', 'debian:sid'), { message: /^--bad debian:sid is not in the kernel cache/ });
});

test('--kernels takes lists, and may be repeated', (t) => {
  t.deepEqual(splitKernelNames(['debian:bookworm, debian:trixie', '/boot/vmlinuz']), [
    'debian:bookworm',
    'debian:trixie',
    '/boot/vmlinuz',
  ]);
});
