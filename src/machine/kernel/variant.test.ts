import test from 'ava';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import type { Kernel } from './kernel.js';
import { describeVariant, leaveOut, plainKernel } from './variant.js';

test('a variant is described in words', (t) => {
  t.is(describeVariant(plainKernel), 'as its packages install it');
  t.is(describeVariant({ without: ['ip_tables'], boot: [] }), 'without ip_tables');
  t.is(
    describeVariant({ without: ['br_netfilter', 'xt_nat'], boot: ['ipv6.disable=1', 'quiet'] }),
    'without br_netfilter and xt_nat, booted with ipv6.disable=1 quiet',
  );
});

test('modules are left out of a kernel’s tree and index, and the tree itself is not changed', async (t) => {
  // A tmpfs: what an overlay changes cannot lie on another overlay.
  const directory = await mkdtemp('/dev/shm/docknet-variant-');
  const tree = await mkdtemp(join(tmpdir(), 'docknet-tree,a:b-'));
  t.teardown(() => rm(directory, { recursive: true }));
  t.teardown(() => rm(tree, { recursive: true }));
  await mkdir(join(tree, 'kernel'));
  for (const name of ['br_netfilter', 'bridge']) await writeFile(join(tree, `kernel/${name}.ko`), '');
  const index = 'kernel/br_netfilter.ko: kernel/bridge.ko\nkernel/bridge.ko:\n';
  await writeFile(join(tree, 'modules.dep'), index);
  await writeFile(join(tree, 'modules.builtin'), 'kernel/ipv6.ko\n');
  const kernel: Kernel = { name: 'k', release: '6.1.0', image: '/k', modules: tree, origin: 'a test' };
  const script = await leaveOut(kernel, { without: ['br_netfilter', 'ipv6', 'absent'], boot: [] }, directory);
  const show = 'ls "$0"/kernel; cat "$0"/modules.dep';
  const inside = ['sh', '-ec', [...script, show].join('\n'), tree];
  const { stdout } = await runOrThrow(inside, { prefix: ['unshare', '--mount', '--'] });
  t.is(stdout, 'bridge.ko\nkernel/bridge.ko:\n');
  t.deepEqual(await readdir(join(tree, 'kernel')), ['br_netfilter.ko', 'bridge.ko']);
  t.is(await readFile(join(tree, 'modules.dep'), 'utf8'), index);
  t.deepEqual(await leaveOut(kernel, plainKernel, directory), []);
});
