import { explain, runApt, writeAptSettings } from '../../apt/index.js';
import type { Base } from '../../apt/index.js';
import { fetchKey, type Repository } from './key.js';

/**
 * Docker's own repository and its key, "Docker Release (CE deb)" (Docker's documentation, "Install Docker Engine on
 * Debian").
 */
export const dockerRepository: Repository = {
  address: 'https://download.docker.com',
  fingerprint: '9DC858229FC7DD38854AE2D88D81803C0EBFCD88',
};

/** A docker-ce in a repository. */
export interface DockerPackage {
  /** "29.4.2". */
  readonly version: string;
  /** "5:29.4.2-1~debian.12~bookworm". */
  readonly packageVersion: string;
}

/** A repository's verified index. */
export interface RepositoryIndex {
  /** The line of sources.list(5) under which apt verified it. */
  readonly source: string;
  /** In no particular order; each version once. */
  readonly packages: readonly DockerPackage[];
}

export interface IndexOptions {
  readonly repository: Repository;
  readonly base: Base;
  /** An existing directory for the key and apt's lists, needed as long as `source` is used. The caller removes it. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/**
 * Reads a repository's index with an apt of its own, which trusts the repository's pinned key and no other. The
 * machine's apt, its sources and its keys are neither used nor changed.
 *
 * @throws AptError if the repository cannot be reached, its index is not signed by its key, or gpg is missing;
 *   EngineError if its key is another one.
 */
export async function readRepository(options: IndexOptions): Promise<RepositoryIndex> {
  const { repository, base, directory, signal } = options;
  const address = `${repository.address.replace(/\/$/, '')}/linux/${base.distribution}`;
  const key = await fetchKey({ address, fingerprint: repository.fingerprint }, directory, signal);
  const architecture = (await runApt(['dpkg', '--print-architecture'], signal)).trim();
  const source = `deb [arch=${architecture} signed-by=${key}] ${address} ${base.suite} stable`;
  const settings = await writeAptSettings(directory, source);
  await runApt(['apt-get', '-c', settings, '--quiet', 'update'], signal).catch(
    explain(`apt could not verify the repository ${address} ${base.suite} by the key ${repository.fingerprint}`),
  );
  return {
    source,
    packages: parseMadison(await runApt(['apt-cache', '-c', settings, 'madison', 'docker-ce'], signal)),
  };
}

/** Reads `apt-cache madison`: package, version and source, divided by bars. Release candidates are left out. */
export function parseMadison(output: string): DockerPackage[] {
  const packages = output.split('\n').flatMap((line) => {
    const packageVersion = line.split('|')[1]?.trim() ?? '';
    const [, version] = /^(?:\d+:)?(\d+\.\d+\.\d+)-/.exec(packageVersion) ?? [];
    return version === undefined ? [] : [{ version, packageVersion }];
  });
  // apt lists the newest packaging of a version first.
  return packages.filter(({ version }, n) => packages.findIndex((other) => other.version === version) === n);
}
