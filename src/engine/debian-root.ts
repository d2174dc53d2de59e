import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EngineError } from './error.js';

/** Debian's releases with an engine, by the names under which they are fetched. */
export const releases: ReadonlyMap<string, string> = new Map(
  ['bookworm', 'trixie', 'forky', 'sid'].map((suite) => [`debian:${suite}`, suite]),
);

/** The engine, and what a lab and a check run beside it inside its root. */
const packages = [
  'docker.io',
  'iptables',
  'nftables',
  'iproute2',
  'conntrack',
  'procps',
  'mount',
  'util-linux',
  'hostname',
];

/** Debian's own keys, and nothing else that this machine's apt may trust. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** A step of the making, and how much has been downloaded when it is known. */
export type Progress = (step: string, downloaded: number | null) => void;

export interface RootOptions {
  readonly suite: string;
  /** Where the root file system is to be; must not exist. What a failure leaves there is the caller's to remove. */
  readonly directory: string;
  /** A directory for what mmdebstrap puts down meanwhile (gpg's home); killed, it leaves it there. */
  readonly temporary: string;
  readonly mirror: string;
  readonly onProgress: Progress;
  /** Aborting it ends the making. */
  readonly signal: AbortSignal;
}

/**
 * Makes a root file system with a Debian release's own engine. apt verifies every package by Debian's signatures.
 *
 * @throws EngineError where mmdebstrap or the keys are missing, with the packages that have them; and with mmdebstrap's own
 *   words where it fails: a mirror without the release, a broken signature, a full disk, a download that broke off.
 */
export async function makeDebianRoot({
  suite,
  directory,
  temporary,
  mirror,
  onProgress,
  signal,
}: RootOptions): Promise<void> {
  if (
    !(await stat(keyring).then(
      (found) => found.isFile(),
      () => false,
    ))
  )
    throw new EngineError(
      `there is no ${keyring}, by which Debian's packages are verified. Install it: sudo apt-get install --no-install-recommends debian-archive-keyring`,
    );
  const child = spawn(
    'setpriv',
    [
      // A pid namespace of its own: when we end, however we end, mmdebstrap, apt and dpkg end with us.
      '--pdeathsig',
      'KILL',
      '--',
      'unshare',
      '--kill-child',
      '--fork',
      '--pid',
      '--mount-proc',
      '--',
      'sh',
      '-c',
      'command -v mmdebstrap >/dev/null || exit 127; exec mmdebstrap "$@"',
      'sh',
      '--mode=root',
      '--format=directory',
      '--variant=essential',
      `--include=${packages.join(',')}`,
      // The release in the making is signed for a week at a time, and a mirror may stand still for longer. Who signed it is looked at all the same.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      '--aptopt=Acquire::Retries "3"',
      '--aptopt=Acquire::Languages "none"',
      ...['doc', 'man', 'locale', 'info'].map((documents) => `--dpkgopt=path-exclude=/usr/share/${documents}/*`),
      suite,
      directory,
      `deb [signed-by=${keyring}] ${mirror} ${suite} main`,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        TMPDIR: temporary,
        PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
      },
    },
  );
  const stop = () => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  const said: string[] = [];
  let step = 'beginning';
  createInterface(child.stderr).on('line', (line) => {
    said.push(line);
    if (!/^I: (?!success|main\(\)|setup\(\))/.test(line)) return;
    step = line.slice(3).replace(/\.+$/, '');
    onProgress(step, null);
  });
  const looking = setInterval(() => {
    void downloaded(directory).then((bytes) => {
      if (bytes > 0) onProgress(step, bytes);
    });
  }, 1000);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', (cause) => {
      reject(new EngineError(`setpriv could not be started: ${cause.message}. Install util-linux.`, { cause }));
    });
  }).finally(() => {
    clearInterval(looking);
    signal.removeEventListener('abort', stop);
  });
  if (status === 0) return;
  if (signal.aborted) throw new EngineError(`fetching ${suite} was interrupted`);
  if (status === 127)
    throw new EngineError(
      'mmdebstrap is not installed; it makes the root file system that an engine is fetched into. Install it: sudo apt-get install --no-install-recommends mmdebstrap',
    );
  throw new EngineError(
    `mmdebstrap could not make a root file system of Debian's ${suite} from ${mirror} in ${directory} (${status === null ? 'it was killed' : `status ${status}`}). Its last words:\n${lastWords(said)}`,
  );
}

/** Bytes of packages downloaded so far; apt keeps them there until they are unpacked. */
async function downloaded(root: string): Promise<number> {
  const archives = join(root, 'var/cache/apt/archives');
  const files = await Promise.all(
    [archives, join(archives, 'partial')].map(async (directory) =>
      Promise.all(
        (await readdir(directory).catch(() => [])).map((name) =>
          stat(join(directory, name)).then(
            (found) => (found.isFile() ? found.size : 0),
            () => 0,
          ),
        ),
      ),
    ),
  );
  return files.flat().reduce((sum, size) => sum + size, 0);
}

/** What apt and dpkg complain of; without a complaint, the end. */
function lastWords(said: readonly string[]): string {
  const complaints = said.filter((line) => /^(E|W|Err|dpkg|mmdebstrap):|No space left|error:/i.test(line));
  return (complaints.length > 0 ? complaints : said).slice(-12).join('\n');
}
