import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, startProcess } from '../process/index.js';
import { EngineError } from './error.js';

/** Debian's releases with an engine, by the names to fetch them with. */
export const releases: ReadonlyMap<string, string> = new Map(
  ['bookworm', 'trixie', 'forky', 'sid'].map((suite) => [`debian:${suite}`, suite]),
);

/** The engine, and the programs that a lab and its checks run in the engine's root. */
const packages = [
  'docker.io',
  'docker-compose',
  'iptables',
  'nftables',
  'iproute2',
  'conntrack',
  'procps',
  'mount',
  'util-linux',
  'hostname',
];

/** Debian's own keys; other keys of this machine's apt are not trusted. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Reports a step and the bytes downloaded so far, null if they are unknown. */
export type Progress = (step: string, downloaded: number | null) => void;

export interface RootOptions {
  readonly suite: string;
  /** The root file system to create; must not exist. The caller removes it after a failure. */
  readonly directory: string;
  /** For mmdebstrap's temporary files (gpg's home), which it leaves behind when it is killed. */
  readonly temporary: string;
  readonly mirror: string;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Makes a root file system with a Debian release's own engine. apt verifies every package by Debian's signatures.
 *
 * @throws EngineError with the missing package if mmdebstrap or the keys are missing; with mmdebstrap's messages if it
 *   fails: a mirror without the release, a broken signature, a full disk, an interrupted download.
 */
export async function makeDebianRoot(options: RootOptions): Promise<void> {
  const { suite, directory, mirror, onProgress, signal } = options;
  if (!(await stat(keyring).catch(() => null))?.isFile())
    throw new EngineError(
      `there is no ${keyring}, by which Debian's packages are verified. ` +
        'Install it: sudo apt-get install --no-install-recommends debian-archive-keyring',
    );
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
  if (signal.aborted) throw new EngineError(`fetching ${suite} was interrupted`);
  if (status === 127)
    throw new EngineError(
      "mmdebstrap is not installed; it makes an engine's root file system. " +
        'Install it: sudo apt-get install --no-install-recommends mmdebstrap',
    );
  throw new EngineError(
    `mmdebstrap could not make a root file system of Debian's ${suite} from ${mirror} in ${directory} ` +
      `(${status === null ? 'killed' : `status ${status}`}):\n${selectErrors(log)}`,
  );
}

function startMmdebstrap({ suite, directory, temporary, mirror }: RootOptions) {
  // In a pid namespace of its own: apt and dpkg end with docknet too.
  const namespaces = ['unshare', '--kill-child', '--fork', '--pid', '--mount-proc', '--'];
  const script = 'command -v mmdebstrap >/dev/null || exit 127; exec mmdebstrap "$@"';
  return startProcess(
    [
      ...['sh', '-c', script, 'sh'],
      '--mode=root',
      '--format=directory',
      '--variant=essential',
      `--include=${packages.join(',')}`,
      // Debian signs a coming release for a week at a time, and a mirror may be older. Signatures are still checked.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      '--aptopt=Acquire::Retries "3"',
      '--aptopt=Acquire::Languages "none"',
      ...['doc', 'man', 'locale', 'info'].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`),
      suite,
      directory,
      `deb [signed-by=${keyring}] ${mirror} ${suite} main`,
    ],
    {
      prefix: namespaces,
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

/** Returns the errors of apt and dpkg in a log; its end if there are none. */
function selectErrors(log: readonly string[]): string {
  const errors = log.filter((line) => /^(E|W|Err|dpkg|mmdebstrap):|No space left|error:/i.test(line));
  return (errors.length > 0 ? errors : log).slice(-12).join('\n');
}

/** Debian's own address for a mirror nearby, for a machine whose apt has none. */
const publicMirror = 'http://deb.debian.org/debian';

/** Returns the Debian mirror of this machine's apt; Debian's public one if apt has none, as on Ubuntu. */
export async function findDebianMirror(): Promise<string> {
  const format = '$(REPO_URI) $(ORIGIN) $(LABEL)';
  const { stdout } = await runCommand(['apt-get', 'indextargets', '--format', format, 'Created-By: Packages']);
  return parseMirror(stdout) ?? publicMirror;
}

/** Reads the mirror from `apt-get indextargets` (apt-get(8)), one line per package list: address, origin, label. */
export function parseMirror(listing: string): string | null {
  const lines = listing.split('\n').map((line) => line.trim().split(' '));
  const named = lines.find(([, origin, label]) => origin === 'Debian' && label === 'Debian');
  // Before the first "apt-get update" apt knows no origin and prints the format; the path is the archive's usual one.
  const unread = lines.find(([address = '', origin = '']) => origin.startsWith('$(') && /\/debian\/?$/.test(address));
  return (named ?? unread)?.[0]?.replace(/\/$/, '') ?? null;
}
