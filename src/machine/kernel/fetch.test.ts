import test from 'ava';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyPackage, makeKey, makeRepository, serve, temporaryDirectory } from '../../apt/testing/apt-repository.js';
import { arrangeKernel } from './arrange.js';
import { defaultKernelCache, findCachedKernel, listCachedKernels, type KernelManifest } from './cache.js';
import { parseDependencies } from './download.js';
import { fetchKernel } from './fetch.js';
import { openKernel } from './kernel.js';
import { parseKernelName } from './name.js';

test('the packages of a kernel are read from apt-cache show: one up to Linux 6, four from Linux 7 on', (t) => {
  const meta = `Package: linux-image-cloud-amd64
Version: 6.1.176-1
Depends: linux-image-6.1.0-50-cloud-amd64 (= 6.1.176-1)
`;
  t.deepEqual(parseDependencies(meta), [{ name: 'linux-image-6.1.0-50-cloud-amd64', version: '6.1.176-1' }]);
  const image = `Package: linux-image-6.1.0-50-cloud-amd64
Version: 6.1.176-1
Depends: kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120+deb8u2) | linux-initramfs-tool
`;
  t.deepEqual(parseDependencies(image), []);
  const parts = `Package: linux-image-7.3.4+deb13-cloud-amd64
Version: 7.3.4-1~bpo13+1
Depends: dracut | initramfs-tools (>= 0.120+deb8u2) | linux-initramfs-tool, \
linux-base-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1), linux-binary-7.3.4+deb13-cloud-amd64 (= 7.3.4-1~bpo13+1), \
linux-modules-7.3.4+deb13-cloud-amd64
`;
  const version = '7.3.4-1~bpo13+1';
  t.deepEqual(
    parseDependencies(parts),
    ['base', 'binary', 'modules'].map((part) => ({ name: `linux-${part}-7.3.4+deb13-cloud-amd64`, version })),
  );
});

test('Ubuntu’s kernel has its modules and configuration in a package of their own', (t) => {
  const meta = `Package: linux-image-virtual
Version: 6.8.0-31.31
Depends: linux-image-6.8.0-31-generic
`;
  t.deepEqual(parseDependencies(meta), [{ name: 'linux-image-6.8.0-31-generic', version: '6.8.0-31.31' }]);
  const image = `Package: linux-image-6.8.0-31-generic
Version: 6.8.0-31.31
Depends: kmod, linux-base (>= 4.5ubuntu1~16.04.1), linux-modules-6.8.0-31-generic
`;
  t.deepEqual(parseDependencies(image), [{ name: 'linux-modules-6.8.0-31-generic', version: '6.8.0-31.31' }]);
  t.like(parseKernelName('ubuntu:noble'), { distribution: 'ubuntu', suite: 'noble' });
});

for (const [what, files] of [
  [
    'up to Linux 6',
    ['boot/vmlinuz-6.1.0', 'boot/config-6.1.0', 'boot/System.map-6.1.0', 'lib/modules/6.1.0/modules.order'],
  ],
  [
    'from Linux 7 on',
    ['usr/lib/modules/6.1.0/vmlinuz', 'usr/lib/modules/6.1.0/config', 'usr/lib/modules/6.1.0/modules.order'],
  ],
] as const) {
  test(`${what}: kernel, configuration and modules are moved to one place`, async (t) => {
    const [unpacked, directory] = [await temporaryDirectory(t), await temporaryDirectory(t)];
    for (const file of files) {
      await mkdir(join(unpacked, file, '..'), { recursive: true });
      await writeFile(join(unpacked, file), file);
    }
    t.is(await arrangeKernel(unpacked, directory), '6.1.0');
    t.deepEqual((await readdir(directory)).sort(), ['config', 'root', 'vmlinuz']);
    t.regex(await readFile(join(directory, 'vmlinuz'), 'utf8'), /vmlinuz/);
    t.true((await readdir(join(directory, 'root/lib/modules/6.1.0'))).includes('modules.order'));
  });
}

test('a mirror that is not signed with Debian’s keys is rejected, and nothing is left', async (t) => {
  const cache = await temporaryDirectory(t);
  const repository = await makeRepository(t, [emptyPackage('1.0.0', 'linux-image-cloud-amd64')], await makeKey(t));
  const mirror = `${await serve(t, repository)}/linux/debian`;
  const order = { name: 'debian:bookworm', cache, mirror, onProgress: () => undefined };
  await t.throwsAsync(fetchKernel({ ...order, signal: new AbortController().signal }), {
    name: 'AptError',
    message: /^apt could not read and verify http:\S+ bookworm:\n[^]*NO_PUBKEY/,
  });
  t.deepEqual(
    (await readdir(cache)).filter((name) => !name.startsWith('.lock-')),
    [],
  );
});

test('a kernel in the cache is found with its image and modules', async (t) => {
  const manifest: KernelManifest = {
    schema: 'docknet-kernel/1',
    name: 'debian:trixie',
    release: '6.12.48',
    package: 'linux-image-6.12.48 6.12.48-1',
    architecture: 'amd64',
    mirror: 'http://mirror.example.org/debian',
    verified: 'by apt, with Debian’s keys',
    fetched: '2026-01-31T09:00:00.000Z',
    bytes: 38_000_000,
  };
  const cache = await temporaryDirectory(t);
  await mkdir(join(cache, 'debian-trixie'));
  await writeFile(join(cache, 'debian-trixie/kernel.json'), JSON.stringify(manifest));
  await mkdir(join(cache, '.making-debian-forky'));
  t.deepEqual(
    (await listCachedKernels(cache)).map(({ name }) => name),
    ['debian:trixie'],
  );
  const found = await findCachedKernel('debian:trixie', cache);
  t.is(found?.kernel.image, join(cache, 'debian-trixie/vmlinuz'));
  t.is(found?.kernel.modules, join(cache, 'debian-trixie/root/lib/modules/6.12.48'));
  t.is(await findCachedKernel('debian:forky', cache), null);
  t.is(defaultKernelCache({ XDG_CACHE_HOME: '/var/tmp' }), '/var/tmp/docknet/kernels');
});

test('a file that is no kernel, or one for another architecture, is refused', async (t) => {
  const directory = await temporaryDirectory(t);
  const image = join(directory, 'vmlinux');
  await writeFile(image, 'not a kernel');
  await t.throwsAsync(openKernel(image, directory), { message: /is no kernel/ });
  const header = Buffer.alloc(64);
  header.write('\u007fELF', 'latin1');
  // EM_RISCV, elf.h.
  header.writeUInt16LE(243, 18);
  await writeFile(image, header);
  await t.throwsAsync(openKernel(image, directory), { message: /is built for ELF machine 243, and this machine is / });
  const bzImage = Buffer.alloc(0x206);
  bzImage.write('HdrS', 0x202);
  await writeFile(image, bzImage);
  await t.throwsAsync(openKernel(image, directory), { message: /there is no modules\.dep/ });
});
