import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { distributions, requireKeyring, selectErrors, type Base } from '../../apt/index.js';
import { startProcess } from '../../process/index.js';
import { EngineError } from '../error.js';

/** The programs that a lab and its checks run in an engine's root, besides the engine. */
const tools = ['iptables', 'nftables', 'iproute2', 'conntrack', 'procps', 'mount', 'util-linux', 'hostname'];

/** Reports a step and the bytes downloaded so far, null if they are unknown. */
export type Progress = (step: string, downloaded: number | null) => void;

export interface RootOptions {
  readonly base: Base;
  /** Where the base's packages come from. */
  readonly mirror: string;
  /** The engine's packages, as apt-get(8) takes them: "docker.io", "docker-ce=5:29.4.2-1~debian.12~bookworm". */
  readonly packages: readonly string[];
  /** Lines of sources.list(5) with the engine's packages, besides the base's own. */
  readonly sources: readonly string[];
  /** The root file system to create; must not exist. The caller removes it after a failure. */
  readonly directory: string;
  /** For mmdebstrap's temporary files (gpg's home), which it leaves behind when it is killed. */
  readonly temporary: string;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Makes a root file system of a release with an engine. apt verifies every package by the signatures of its sources.
 *
 * @throws EngineError with the missing package if mmdebstrap or the keys are missing; with mmdebstrap's messages if it
 *   fails: a mirror without the release, a broken signature, a full disk, an interrupted download.
 */
export async function makeRoot(options: RootOptions): Promise<void> {
  const { base, mirror, directory, onProgress, signal } = options;
  await requireKeyring(base);
  const mmdebstrap = startMmdebstrap(options);
  const stop = () => {
    mmdebstrap.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  const log: string[] = [];
  let step = 'beginning';
  mmdebstrap.onLine((line) => {
    log.push(line);
    if (!/^I: (?!success|main\(\)|setup\(\))/.test(line)) return;
    step = line.slice(3).replace(/\.+$/, '');
    onProgress(step, null);
  }, 'stderr');
  const poll = setInterval(() => {
    void countDownloaded(directory).then((bytes) => {
      if (bytes > 0) onProgress(step, bytes);
    });
  }, 1000);
  const { status, error } = await mmdebstrap.ended.finally(() => {
    clearInterval(poll);
    signal.removeEventListener('abort', stop);
  });
  if (status === 0) return;
  if (error !== null) throw new EngineError(`${error}. Install util-linux.`);
  if (signal.aborted) throw new EngineError(`fetching a root file system of ${base.name} was interrupted`);
  if (status === 127)
    throw new EngineError(
      "mmdebstrap is not installed; it makes an engine's root file system. " +
        'Install it: sudo apt-get install --no-install-recommends mmdebstrap',
    );
  throw new EngineError(
    `mmdebstrap could not make a root file system of ${distributions[base.distribution].title}'s ${base.suite} ` +
      `from ${mirror} in ${directory} ` +
      `(${status === null ? 'killed' : `status ${status}`}):\n${selectErrors(log)}`,
  );
}

function startMmdebstrap({ base, mirror, packages, sources, directory, temporary }: RootOptions) {
  const { keyring, components } = distributions[base.distribution];
  const script = 'command -v mmdebstrap >/dev/null || exit 127; exec mmdebstrap "$@"';
  return startProcess(
    [
      ...['sh', '-c', script, 'sh'],
      '--mode=root',
      '--format=directory',
      '--variant=essential',
      `--include=${[...packages, ...tools].join(',')}`,
      // Debian signs a coming release for a week at a time, and a mirror may be older. Signatures are still checked.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      '--aptopt=Acquire::Retries "3"',
      '--aptopt=Acquire::Languages "none"',
      ...['doc', 'man', 'locale', 'info'].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`),
      base.suite,
      directory,
      `deb [signed-by=${keyring}] ${mirror} ${base.suite} ${components}`,
      ...sources,
    ],
    {
      prefix: ownPids,
      stdout: 'ignore',
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        TMPDIR: temporary,
        PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
      },
    },
  );
}

/** Runs a command in a pid namespace of its own: apt's and dpkg's processes end with docknet too. */
const ownPids = ['unshare', '--kill-child', '--fork', '--pid', '--mount-proc', '--'];

/** Counts the bytes of packages downloaded so far; apt keeps them until they are unpacked. */
async function countDownloaded(root: string): Promise<number> {
  const archives = join(root, 'var/cache/apt/archives');
  const sizes = [archives, join(archives, 'partial')].map(async (directory) => {
    const names = await readdir(directory).catch(() => []);
    const found = await Promise.all(names.map((name) => stat(join(directory, name)).catch(() => null)));
    return found.reduce((sum, file) => sum + (file?.isFile() === true ? file.size : 0), 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
