import { UnknownEngineError } from '../error.js';
import { verifiedByApt } from '../verification.js';
import { chooseBase, distributions, findMirror, type Base } from '../../apt/index.js';
import { fetchNames, parseEngineName, nearestVersions, selectNewest } from './name.js';
import type { Repository } from './key.js';
import { dockerRepository, readRepository, type DockerPackage } from './repository.js';
import type { Progress, RootOptions } from './root.js';

/** What to fetch, and from where. */
export interface PlanOptions {
  /** "debian:trixie", "docker:29.4.2", "docker:29", "docker:latest". */
  readonly name: string;
  /** null for the mirror of this machine's apt. */
  readonly mirror: string | null;
  /** The release for the root file system with docker-ce: "ubuntu:noble"; null for this machine's own. */
  readonly base: string | null;
  /** Where docker-ce comes from; null for Docker's own repository. */
  readonly repository: Repository | null;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
}

/** What an engine calls and no package of it depends on: it loads kernel modules with modprobe. */
const neededPackages = ['kmod'];

/** An engine to fetch, resolved to one version and its packages. */
export interface FetchPlan extends Pick<RootOptions, 'base' | 'mirror' | 'packages' | 'sources'> {
  /** "docker:29.4.2" for what was named "docker:29". */
  readonly name: string;
  readonly verified: string;
}

/**
 * Resolves a name to packages.
 *
 * @param temporary A directory for the repository's key and index, needed until the packages are installed.
 * @throws UnknownEngineError if there is no such engine, AptError or EngineError if the repository cannot be read or
 *   verified.
 */
export async function planFetch(order: PlanOptions, temporary: string): Promise<FetchPlan> {
  const { name, onProgress, signal } = order;
  const source = parseEngineName(name);
  if (source === null)
    throw new UnknownEngineError(`there is no engine "${name}" to fetch. There are ${fetchNames.join(', ')}.`);
  if (source.kind === 'debian') {
    const base: Base = { name, distribution: 'debian', suite: source.suite };
    return {
      name,
      base,
      mirror: order.mirror ?? (await findMirror(base)),
      packages: ['docker.io', 'docker-compose', ...neededPackages],
      sources: [],
      verified: verifiedByApt('Debian’s keys'),
    };
  }
  const base = await chooseBase(order.base);
  const mirror = order.mirror ?? (await findMirror(base));
  const repository = order.repository ?? dockerRepository;
  onProgress(`reading the repository ${repository.address}`, null);
  const index = await readRepository({ repository, base, directory: temporary, signal });
  const found = selectNewest(source.wanted, index.packages);
  if (found === null) throw new UnknownEngineError(describeMissing(source.wanted, index.packages, repository, base));
  const { version, packageVersion } = found;
  return {
    name: `docker:${version}`,
    base,
    mirror,
    packages: [
      ...[`docker-ce=${packageVersion}`, `docker-ce-cli=${packageVersion}`, 'containerd.io', 'docker-compose-plugin'],
      // groupadd, which docker-ce runs when it is installed and does not depend on.
      'passwd',
      ...neededPackages,
    ],
    sources: [index.source],
    verified: verifiedByApt(
      `Docker’s key ${repository.fingerprint} and ${distributions[base.distribution].title}’s keys`,
    ),
  };
}

/** Explains that a version is not in a repository, and names the nearest ones. */
function describeMissing(
  wanted: string,
  packages: readonly DockerPackage[],
  { address }: Repository,
  { name }: Base,
): string {
  const near = nearestVersions(
    wanted,
    packages.map(({ version }) => version),
  );
  const suggestion =
    near.length === 0
      ? 'It has none for this release; choose another with --base.'
      : `The nearest: ${near.map((version) => `docker:${version}`).join(', ')}. ` +
        'All of them: docknet engine list --available';
  return `${address} has no docker:${wanted} for ${name}. ${suggestion}`;
}
