import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runOrThrow } from '../../process/index.js';
import { temporaryDirectory } from './docknet.js';

/** Makes a static bundle whose dockerd is a shell script. */
export async function makeScriptEngine(t: ExecutionContext, script: string): Promise<string> {
  const directory = await temporaryDirectory(t);
  await writeProgram(
    directory,
    'dockerd',
    `[ "$1" = --version ] && { echo "Docker version 99.0.0, build none"; exit 0; }\n${script}`,
  );
  return directory;
}

/**
 * Makes a static bundle of the machine's engine that claims to be of another version.
 *
 * @param fault Arguments of dockerd's that make it an engine with a fault; empty for none.
 */
export async function makeOtherVersion(t: ExecutionContext, version: string, fault = ''): Promise<string> {
  const directory = await temporaryDirectory(t);
  const dockerd = await findProgram('dockerd');
  const claim = `[ "$1" = --version ] && { echo "Docker version ${version}, build none"; exit 0; }`;
  await writeProgram(directory, 'dockerd', `${claim}\nexec ${dockerd} "$@" ${fault}`);
  return directory;
}

/** Makes a static bundle of the machine's engine whose runc runs /bin/true instead of a container's command. */
export async function makeEngineWithExitingContainers(t: ExecutionContext): Promise<string> {
  const directory = await temporaryDirectory(t);
  for (const name of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'docker-proxy'])
    await symlink(await findProgram(name), join(directory, name));
  await writeProgram(
    directory,
    'runc',
    [
      'for word in "$@"; do [ "$last" = --bundle ] && bundle=$word; last=$word; done',
      'case " $* " in *" create "*)',
      String.raw`sed -i 's/"args":\[[^]]*\]/"args":["true"]/' "$bundle/config.json" ;; esac`,
      `exec ${await findProgram('runc')} "$@"`,
    ].join('\n'),
  );
  return directory;
}

/** Returns the path of a program. */
export async function findProgram(name: string): Promise<string> {
  return (await runOrThrow(['sh', '-c', `command -v ${name}`])).stdout.trim();
}

async function writeProgram(directory: string, name: string, script: string): Promise<void> {
  await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(directory, name), 0o755);
}
