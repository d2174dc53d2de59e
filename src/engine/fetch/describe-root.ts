import { runCommand, runOrThrow } from '../../process/index.js';
import type { EngineManifest } from '../cache.js';
import { EngineError } from '../error.js';
import { parseDockerdVersion } from '../find.js';

/** Reads version, architecture and size of a new root file system from its own programs. */
export async function describeRoot(root: string): Promise<Pick<EngineManifest, 'version' | 'architecture' | 'bytes'>> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
  const runInside = async (...command: string[]): Promise<string> => {
    const { status, stdout, stderr } = await runCommand(command, { prefix: ['chroot', root], env });
    if (status !== 0)
      throw new EngineError(
        `the new root file system is incomplete: "${command.join(' ')}" in it ended with status ${status}: ` +
          stderr.trim(),
      );
    return stdout;
  };
  const [version, architecture, audit, size] = await Promise.all([
    runInside('dockerd', '--version'),
    runInside('dpkg', '--print-architecture'),
    runInside('dpkg', '--audit'),
    runOrThrow(['du', '--summarize', '--block-size=1', root]),
    runInside('containerd', '--version'),
    runInside('runc', '--version'),
    runInside('iptables', '--version'),
    // docker's plugin, or the program of its own.
    runInside('sh', '-c', 'docker compose version || docker-compose version'),
  ]);
  if (audit.trim() !== '')
    throw new EngineError(`the new root file system is incomplete: dpkg reports ${audit.trim()}`);
  return {
    version: parseDockerdVersion(version),
    architecture: architecture.trim(),
    bytes: Number(size.stdout.split('\t')[0]),
  };
}
