import test, { type ExecutionContext } from 'ava';
import { chmod, copyFile, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findForeignArchitecture, readArchitecture } from './find.js';
import { EngineError, findEngine } from './index.js';

async function makeDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-engine-'));
  t.teardown(() => rm(directory, { recursive: true }));
  return directory;
}

/** Writes a program whose ELF header names another machine: 183 is AArch64, 62 x86-64. */
async function writeForeignProgram(path: string): Promise<string> {
  await copyFile('/bin/true', path);
  const file = await open(path, 'r+');
  await file.write(Buffer.from([arch() === 'arm64' ? 62 : 183, 0]), 0, 2, 18);
  await file.close();
  await chmod(path, 0o755);
  return arch() === 'arm64' ? 'x64' : 'arm64';
}

test('readArchitecture reads a program’s ELF header', async (t) => {
  t.is(await readArchitecture(process.execPath), arch());
  t.is(await findForeignArchitecture(process.execPath), null);
  const directory = await makeDirectory(t);
  const foreign = await writeForeignProgram(join(directory, 'true'));
  t.is(await findForeignArchitecture(join(directory, 'true')), foreign);
  for (const text of ['', '#!/bin/sh\necho a script that is long enough\n']) {
    await writeFile(join(directory, 'script'), text);
    t.is(await readArchitecture(join(directory, 'script')), null);
  }
});

test('an engine for another architecture is rejected, in a bundle and in a root file system', async (t) => {
  const directory = await makeDirectory(t);
  await mkdir(join(directory, 'root/usr/sbin'), { recursive: true });
  const foreign = await writeForeignProgram(join(directory, 'dockerd'));
  await writeForeignProgram(join(directory, 'root/usr/sbin/dockerd'));
  for (const choice of [directory, join(directory, 'root')]) {
    await t.throwsAsync(findEngine({ kind: 'directory', directory: choice }), {
      instanceOf: EngineError,
      message: new RegExp(`its dockerd is built for ${foreign}, and this machine is ${arch()}`),
    });
  }
});

test('an incomplete root file system is rejected; the error names the missing programs', async (t) => {
  const root = await makeDirectory(t);
  await mkdir(join(root, 'usr/sbin'), { recursive: true });
  await mkdir(join(root, 'usr/bin'));
  const program = async (path: string) => {
    await writeFile(join(root, path), '#!/bin/sh\n');
    await chmod(join(root, path), 0o755);
  };
  for (const name of ['dockerd', 'runc', 'ip', 'iptables-save']) await program(`usr/sbin/${name}`);
  for (const name of ['setpriv', 'mount']) await program(`usr/bin/${name}`);
  await t.throwsAsync(findEngine({ kind: 'directory', directory: root }), {
    instanceOf: EngineError,
    message: /has dockerd, but no containerd, no iptables\. It is incomplete.*docknet engine fetch/,
  });
  await program('usr/bin/containerd');
  // Debian's link, which resolves only inside the root.
  await symlink('/etc/alternatives/no-such-iptables', join(root, 'usr/sbin/iptables'));
  t.like(await findEngine({ kind: 'directory', directory: root }), { root, version: '' });
});

test('the directory of a fetched engine holds its root file system in "root"', async (t) => {
  const directory = await makeDirectory(t);
  const root = join(directory, 'root');
  await mkdir(join(root, 'usr/sbin'), { recursive: true });
  for (const name of ['dockerd', 'containerd', 'runc', 'iptables', 'iptables-save', 'ip', 'setpriv', 'mount']) {
    await writeFile(join(root, 'usr/sbin', name), '#!/bin/sh\n');
    await chmod(join(root, 'usr/sbin', name), 0o755);
  }
  t.like(await findEngine({ kind: 'directory', directory }), { path: root, root, version: '' });
});
