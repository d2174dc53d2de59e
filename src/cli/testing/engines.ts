import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runOrThrow } from '../../process/index.js';
import { room } from './docknet.js';

/** A bundle directory whose dockerd is a shell script. */
export async function scriptedEngine(t: ExecutionContext, script: string): Promise<string> {
  const directory = await room(t);
  await program(
    directory,
    'dockerd',
    `[ "$1" = --version ] && { echo "Docker version 99.0.0, build none"; exit 0; }\n${script}`,
  );
  return directory;
}

/** A bundle of the machine's own engine in which runc starts /bin/true in the place of every container's command. */
export async function engineWithBriefContainers(t: ExecutionContext): Promise<string> {
  const directory = await room(t);
  for (const name of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'docker-proxy'])
    await symlink(await whereIs(name), join(directory, name));
  await program(
    directory,
    'runc',
    [
      'for word in "$@"; do [ "$last" = --bundle ] && bundle=$word; last=$word; done',
      String.raw`case " $* " in *" create "*) sed -i 's/"args":\[[^]]*\]/"args":["true"]/' "$bundle/config.json" ;; esac`,
      `exec ${await whereIs('runc')} "$@"`,
    ].join('\n'),
  );
  return directory;
}

/** Where the machine has a program of the engine's. */
export async function whereIs(name: string): Promise<string> {
  return (await runOrThrow(['sh', '-c', `command -v ${name}`])).stdout.trim();
}

async function program(directory: string, name: string, script: string): Promise<void> {
  await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(directory, name), 0o755);
}
