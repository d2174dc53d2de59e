import test from 'ava';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOrThrow } from '../process/index.js';
import { formatMessage, MessageReader, type FromGuest } from './channel.js';
import { consoleTail, describeCrash, describeEnd } from './console.js';
import { fileType, packCpio } from './cpio.js';
import { buildInitramfs } from './initramfs.js';
import type { Kernel } from './kernel/kernel.js';

test('busybox unpacks the archive as it was packed', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-cpio-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const content = Buffer.from([...Array(259).keys()]);
  const archive = packCpio([
    { path: 'bin', mode: fileType.directory | 0o755 },
    { path: 'bin/odd', mode: fileType.file | 0o700, content },
    { path: 'empty', mode: fileType.file | 0o644 },
  ]);
  await writeFile(join(directory, 'archive'), archive);
  await runOrThrow(['sh', '-c', 'cd "$0" && mkdir out && cd out && busybox cpio -i < ../archive', directory]);
  t.deepEqual(await readFile(join(directory, 'out/bin/odd')), content);
  const { stdout } = await runOrThrow(['sh', '-c', 'cd "$0/out" && stat -c "%n %a %s" bin bin/odd empty', directory]);
  t.regex(stdout, /^bin 755 \d+\nbin\/odd 700 259\nempty 644 0\n$/);
});

test('the initramfs has the modules that reach this machine’s files, decompressed', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-modules-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const names = ['virtio_ring', 'virtio', 'virtio_pci', 'virtio_console', 'fuse', 'virtiofs', 'overlay'];
  await mkdir(join(directory, 'kernel'));
  for (const name of names) await writeFile(join(directory, `kernel/${name}.ko`), `module ${name}`);
  await runOrThrow(['sh', '-c', 'gzip "$0"/kernel/overlay.ko', directory]);
  await writeFile(
    join(directory, 'modules.dep'),
    names.map((name) => `kernel/${name}.ko${name === 'overlay' ? '.gz' : ''}:\n`).join(''),
  );
  const kernel: Kernel = { name: 'k', release: '6.1.0', image: '/k', modules: directory, origin: 'a test' };
  const plan = {
    kernel,
    shares: ['/srv/it’s here'],
    directories: [],
    hungTaskSeconds: 60,
    cwd: '/',
    program: ['true'],
  };
  const text = (await buildInitramfs(plan)).toString();
  for (const name of names) t.true(text.includes(`module ${name}`), name);
  t.true(text.indexOf('insmod /modules/0.ko') < text.indexOf('mount -t virtiofs'));
  t.true(text.includes(`mount --bind '/machine${directory}' '/root/lib/modules/6.1.0'`));
  t.true(text.includes(`mount -t virtiofs share0 '/root/srv/it’s here'`));
});

test('messages arrive however their bytes are cut', (t) => {
  const messages: FromGuest[] = [
    { type: 'ready' },
    { type: 'message', id: 1, message: { n: 5n, text: 'ä'.repeat(1000), map: new Map([[1, null]]) } },
    { type: 'exited', id: 1, exit: { status: 0, signal: null, error: null } },
  ];
  const bytes = Buffer.concat(messages.map(formatMessage));
  for (const size of [1, 3, 100, bytes.length]) {
    const reader = new MessageReader<FromGuest>();
    const received: FromGuest[] = [];
    for (let at = 0; at < bytes.length; at += size) received.push(...reader.push(bytes.subarray(at, at + size)));
    t.deepEqual(received, messages, `${size} bytes at a time`);
  }
});

test('a crash is described in the console’s words', (t) => {
  // Of 6.1.0-56-cloud-amd64 in QEMU.
  const panic = `\u001bc\u001b[?7l\u001b[2JSeaBIOS (version 1.16.2-debian-1.16.2-1)
docknet: the kernel is up\r
[   16.744341] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00\r
[   16.744588] CPU: 0 PID: 1 Comm: sh Not tainted 6.1.0-56-cloud-amd64 #1  Debian 6.1.192-2\r
`;
  t.is(describeCrash(panic), 'Kernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00');
  t.is(describeCrash('docknet: the kernel is up\n'), null);
  t.is(consoleTail(panic, 1), 'CPU: 0 PID: 1 Comm: sh Not tainted 6.1.0-56-cloud-amd64 #1  Debian 6.1.192-2');
});

test('a machine that hangs is described by how, and by the end of its console; a crash by the crash', (t) => {
  const console = '[    4.1] Run /init as init process\n[   16.7] systemd: hello\n';
  t.is(describeEnd(console, '', null), 'Run /init as init process\nsystemd: hello');
  t.is(describeEnd('', 'qemu: could not load', null), 'qemu: could not load');
  t.is(describeEnd('', '', null), 'it was killed');
  t.is(describeEnd('', '', 'it did not end a process'), 'it did not end a process');
  t.is(
    describeEnd(console, '', 'it gave no sign of life for 120 s'),
    'it gave no sign of life for 120 s; its console:\nRun /init as init process\nsystemd: hello',
  );
  t.is(describeEnd(`${console}virtiofsd ended: killed\n`, 'qemu: vhost', null), 'virtiofsd ended: killed');
  const crash = `${console}[   17.0] Kernel panic - not syncing: sysrq triggered crash\n`;
  t.is(
    describeEnd(crash, '', 'it gave no sign of life for 120 s'),
    'Kernel panic - not syncing: sysrq triggered crash',
  );
});
