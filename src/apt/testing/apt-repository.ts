import type { ExecutionContext } from 'ava';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { chooseBase, type Base } from '../base.js';

/** A package to build: its control fields, and its files by their path. */
export interface PackagePlan {
  readonly fields: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, Buffer | string>>;
}

/** A signing key of a test. */
export interface SigningKey {
  readonly home: string;
  readonly fingerprint: string;
  /** Armored, as a repository serves it. */
  readonly publicKey: string;
}

/** Makes a directory that is removed when the test ends. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-apt-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Makes a key; its agent is stopped when the test ends. */
export async function makeKey(t: ExecutionContext): Promise<SigningKey> {
  const home = await temporaryDirectory(t);
  const gpg = ['gpg', '--homedir', home, '--batch', '--quiet'];
  t.teardown(() => runOrThrow(['gpgconf', '--homedir', home, '--kill', 'all']));
  const create = ['--passphrase', '', '--quick-generate-key', 'A test <test@example.org>', 'ed25519', 'sign', 'never'];
  await runOrThrow([...gpg, ...create]);
  const { stdout: publicKey } = await runOrThrow([...gpg, '--armor', '--export']);
  const { stdout: listing } = await runOrThrow([...gpg, '--with-colons', '--list-keys']);
  return { home, fingerprint: /^fpr:+([0-9A-F]{40}):$/m.exec(listing)?.[1] ?? '', publicKey };
}

/** Returns a package of docker-ce without content. */
export const emptyPackage = (version: string, name = 'docker-ce'): PackagePlan => ({
  fields: { Package: name, Version: `5:${version}-1~test` },
});

/**
 * Makes an apt repository for this machine's own release, as Docker's is laid out.
 *
 * @param key What signs it; null for none.
 * @returns its directory; `linux/DISTRIBUTION` in it is the repository.
 */
export async function makeRepository(
  t: ExecutionContext,
  packages: readonly PackagePlan[],
  key: SigningKey | null,
  served: readonly SigningKey[] = key === null ? [] : [key],
): Promise<string> {
  const directory = await temporaryDirectory(t);
  const base = await chooseBase(null);
  const at = join(directory, 'linux', base.distribution);
  const architecture = (await runOrThrow(['dpkg', '--print-architecture'])).stdout.trim();
  await mkdir(join(at, 'pool'), { recursive: true });
  for (const [n, plan] of packages.entries()) await buildPackage(t, plan, architecture, join(at, `pool/${n}.deb`));
  const index = `stable/binary-${architecture}/Packages`;
  const dists = join(at, 'dists', base.suite);
  await mkdir(dirname(join(dists, index)), { recursive: true });
  await writeFile(join(dists, index), await indexPackages(at));
  await writeFile(join(dists, 'Release'), await formatRelease(base, architecture, dists, index));
  await writeFile(join(at, 'gpg'), served.map(({ publicKey }) => publicKey).join(''));
  if (key !== null) {
    const sign = ['gpg', '--homedir', key.home, '--batch', '--quiet', '--clearsign'];
    await runOrThrow([...sign, '--output', join(dists, 'InRelease'), join(dists, 'Release')]);
  }
  return directory;
}

async function buildPackage(
  t: ExecutionContext,
  { fields, files = {} }: PackagePlan,
  architecture: string,
  to: string,
): Promise<void> {
  const tree = await temporaryDirectory(t);
  await chmod(tree, 0o755);
  const control = {
    Architecture: architecture,
    Maintainer: 'A test <test@example.org>',
    Description: 'a test',
    ...fields,
  };
  const text = Object.entries(control).map(([name, value]) => `${name}: ${value}\n`);
  for (const [path, content] of Object.entries({ 'DEBIAN/control': text.join(''), ...files })) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), content, { mode: path.startsWith('DEBIAN/control') ? 0o644 : 0o755 });
  }
  await runOrThrow(['dpkg-deb', '-Znone', '--root-owner-group', '--build', tree, to], { timeoutMs: 120_000 });
}

/** Lists the packages of a pool as Packages does (Debian wiki, "DebianRepository/Format"). */
async function indexPackages(at: string): Promise<string> {
  const entries = (await readdir(join(at, 'pool'))).map(async (name) => {
    const path = join(at, 'pool', name);
    const { stdout } = await runOrThrow(['dpkg-deb', '--field', path]);
    const [{ size }, bytes] = await Promise.all([stat(path), readFile(path)]);
    return `${stdout.trim()}\nFilename: pool/${name}\nSize: ${size}\nSHA256: ${sha256(bytes)}\n`;
  });
  return (await Promise.all(entries)).join('\n');
}

async function formatRelease({ suite }: Base, architecture: string, dists: string, index: string): Promise<string> {
  const packages = await readFile(join(dists, index));
  return [
    'Origin: Docker',
    `Suite: ${suite}`,
    `Codename: ${suite}`,
    `Date: ${new Date().toUTCString()}`,
    `Architectures: ${architecture}`,
    'Components: stable',
    `SHA256:\n ${sha256(packages)} ${packages.length} ${index}\n`,
  ].join('\n');
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/**
 * Serves a directory on loopback until the test ends.
 *
 * @param breakOff Paths that are sent by half before the connection breaks off.
 * @returns its address.
 */
export async function serve(t: ExecutionContext, directory: string, breakOff: RegExp | null = null): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = join(directory, decodeURIComponent(request.url ?? ''));
      const file = await stat(path).catch(() => null);
      if (file?.isFile() !== true) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-length': file.size });
      const breaks = breakOff?.test(path) === true;
      const stream = createReadStream(path, breaks ? { end: Math.floor(file.size / 2) } : {});
      stream.pipe(response, { end: !breaks });
      if (breaks) stream.on('end', () => response.write('', () => response.destroy()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
