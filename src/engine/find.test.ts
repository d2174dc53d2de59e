import test, { type ExecutionContext } from 'ava';
import { chmod, copyFile, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArchitecture, findForeignArchitecture } from './architecture.js';
import { EngineError, findEngine } from './index.js';

async function room(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-engine-'));
  t.teardown(() => rm(directory, { recursive: true }));
  return directory;
}

/** A copy of this very node, said to be for another machine: 183 is AArch64, 62 x86-64. */
async function foreignProgram(path: string): Promise<string> {
  await copyFile('/bin/true', path);
  const file = await open(path, 'r+');
  await file.write(Buffer.from([arch() === 'arm64' ? 62 : 183, 0]), 0, 2, 18);
  await file.close();
  await chmod(path, 0o755);
  return arch() === 'arm64' ? 'x64' : 'arm64';
}

test('a program’s architecture is read from its first bytes', async (t) => {
  t.is(await readArchitecture(process.execPath), arch());
  t.is(await findForeignArchitecture(process.execPath), null);
  const directory = await room(t);
  const foreign = await foreignProgram(join(directory, 'true'));
  t.is(await findForeignArchitecture(join(directory, 'true')), foreign);
  for (const text of ['', '#!/bin/sh\necho a script that is long enough\n']) {
    await writeFile(join(directory, 'script'), text);
    t.is(await readArchitecture(join(directory, 'script')), null);
  }
});

test('an engine for another machine is refused, in a bundle and in a root file system', async (t) => {
  const directory = await room(t);
  await mkdir(join(directory, 'root/usr/sbin'), { recursive: true });
  const foreign = await foreignProgram(join(directory, 'dockerd'));
  await foreignProgram(join(directory, 'root/usr/sbin/dockerd'));
  for (const choice of [directory, join(directory, 'root')]) {
    await t.throwsAsync(findEngine({ kind: 'directory', directory: choice }), {
      instanceOf: EngineError,
      message: new RegExp(`its dockerd is built for ${foreign}, and this machine is ${arch()}`),
    });
  }
});

test('a root file system that is half made is refused, and what it lacks is named', async (t) => {
  const root = await room(t);
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
    message: /has dockerd, but no containerd, no iptables\. It is half made.*docknet engine fetch/,
  });
  await program('usr/bin/containerd');
  // As Debian has it: it leads somewhere only from inside the root.
  await symlink('/etc/alternatives/no-such-iptables', join(root, 'usr/sbin/iptables'));
  t.like(await findEngine({ kind: 'directory', directory: root }), { root, version: '' });
});
