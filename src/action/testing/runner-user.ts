import { rm, writeFile } from 'node:fs/promises';
import { runCommand, runOrThrow } from '../../process/index.js';
import type { RunnerUser } from './runner-files.js';

const name = 'docknet-runner';
const sudoers = `/etc/sudoers.d/${name}`;

/** Makes a user without rights of its own who may use sudo without a password, as on a hosted runner. */
export async function makeRunnerUser(): Promise<RunnerUser> {
  await removeRunnerUser();
  await runOrThrow(['useradd', '--system', '--create-home', '--shell', '/bin/bash', name]);
  await writeFile(sudoers, `${name} ALL=(ALL) NOPASSWD:ALL\n`, { mode: 0o440 });
  const { stdout } = await runOrThrow(['getent', 'passwd', name]);
  const [, , uid = '', gid = '', , home = ''] = stdout.trim().split(':');
  return { uid: Number(uid), gid: Number(gid), home };
}

/** Removes the user, also one that a killed test left. */
export async function removeRunnerUser(): Promise<void> {
  await rm(sudoers, { force: true });
  await runCommand(['userdel', '--remove', name]);
}
