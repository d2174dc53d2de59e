import { execa } from 'execa';
import { access, constants, lstat, stat } from 'node:fs/promises';
import { arch } from 'node:os';
import { join, resolve } from 'node:path';
import { findForeignArchitecture } from './architecture.js';
import { EngineError } from './error.js';

/** Which engine a run uses. */
export type EngineChoice =
  /** The machine's own dockerd program, started privately inside a lab. */
  | { readonly kind: 'private' }
  /** The daemon that runs on the machine, with its own docker0 and uplink. */
  | { readonly kind: 'host' }
  /** dockerd from a root file system or a static bundle. */
  | { readonly kind: 'directory'; readonly directory: string };

/** A dockerd that can be started. */
export interface EngineProgram {
  /** For people: a path. */
  readonly path: string;
  /** The root file system to enter first, null for a program on the machine's own. */
  readonly root: string | null;
  /** PATH for the daemon, so that it finds its containerd, runc and docker-proxy. */
  readonly searchPath: string;
  /** As `dockerd --version` says, without a distribution's suffix: "20.10.24". Empty where it could not be asked beforehand. */
  readonly version: string;
}

const system = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Finds the dockerd for a choice.
 *
 * @throws EngineError saying where it looked and how to mend it.
 */
export async function findEngine(choice: EngineChoice): Promise<EngineProgram> {
  if (choice.kind === 'directory') return inDirectory(resolve(choice.directory));
  for (const directory of `${process.env['PATH'] ?? ''}:${system}`.split(':')) {
    const path = join(directory, 'dockerd');
    if (await executable(path))
      return {
        path,
        root: null,
        searchPath: `${process.env['PATH'] ?? ''}:${system}`,
        version: await askVersion(path),
      };
  }
  throw new EngineError(
    'no dockerd was found on this machine. Install it with "apt-get install docker.io", or name an engine with --engine DIRECTORY.',
  );
}

async function inDirectory(directory: string): Promise<EngineProgram> {
  if (
    !(await stat(directory).then(
      (s) => s.isDirectory(),
      () => false,
    ))
  ) {
    throw new EngineError(
      `--engine ${directory}: there is no such directory. Give "private", "host", or a directory with a root file system or a static bundle.`,
    );
  }
  const bundled = join(directory, 'dockerd');
  if (await executable(bundled)) {
    await refuseForeign(directory, bundled);
    return { path: bundled, root: null, searchPath: `${directory}:${system}`, version: await askVersion(bundled) };
  }
  for (const inside of ['/usr/sbin/dockerd', '/usr/bin/dockerd', '/usr/local/bin/dockerd']) {
    if (!(await executable(join(directory, inside)))) continue;
    await refuseForeign(directory, join(directory, inside));
    await refuseHalfMade(directory);
    return { path: directory, root: directory, searchPath: system, version: '' };
  }
  throw new EngineError(
    `--engine ${directory}: neither dockerd (a static bundle) nor usr/sbin/dockerd (a root file system) is in it.`,
  );
}

async function refuseForeign(directory: string, dockerd: string): Promise<void> {
  const foreign = await findForeignArchitecture(dockerd);
  if (foreign !== null)
    throw new EngineError(
      `--engine ${directory}: its dockerd is built for ${foreign}, and this machine is ${arch()}. Give an engine for this machine.`,
    );
}

/** What a lab runs in an engine's root file system beside dockerd. */
const companions = ['containerd', 'runc', 'iptables', 'iptables-save', 'ip', 'setpriv', 'mount'];

/** A root file system whose making was broken off may have its dockerd already. */
async function refuseHalfMade(root: string): Promise<void> {
  const missing = (
    await Promise.all(
      companions.map(async (name) => {
        // Not followed: a link such as iptables' leads somewhere from inside the root.
        const places = await Promise.all(
          system.split(':').map((path) =>
            lstat(join(root, path, name)).then(
              () => true,
              () => false,
            ),
          ),
        );
        return places.includes(true) ? [] : [name];
      }),
    )
  ).flat();
  if (missing.length > 0)
    throw new EngineError(
      `--engine ${root}: the root file system has dockerd, but no ${missing.join(', no ')}. It is half made, or made without them: make it again with the packages docker.io, iptables, iproute2 and util-linux, or let "docknet engine fetch" make one.`,
    );
}

async function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function askVersion(dockerd: string): Promise<string> {
  const { stdout } = await execa(dockerd, ['--version'], { reject: false });
  return stripVersionSuffix(/version ([^\s,]+)/.exec(stdout)?.[1] ?? '');
}

/** "20.10.24+dfsg1" as "20.10.24": what semantic version ranges compare. */
export function stripVersionSuffix(version: string): string {
  return /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
