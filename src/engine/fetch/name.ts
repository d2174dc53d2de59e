import { compare, gt, satisfies, valid } from 'semver';

/** Debian's releases with an engine of their own, by the names to fetch them with. */
export const releases: ReadonlyMap<string, string> = new Map(
  ['bookworm', 'trixie', 'forky', 'sid'].map((suite) => [`debian:${suite}`, suite]),
);

/** What to fetch: a Debian release's docker.io, or docker-ce. */
export type EngineSource =
  | { readonly kind: 'debian'; readonly suite: string }
  /** `wanted`: "29.4.2", the start of a version ("29", "29.4"), or "latest". */
  | { readonly kind: 'docker'; readonly wanted: string };

/** The names that `docknet engine fetch` takes, for messages. */
export const fetchNames: readonly string[] = [...releases.keys(), 'docker:latest', 'docker:VERSION'];

/** Parses the name of an engine that can be fetched: "debian:trixie", "docker:29.4.2", "docker:29", "docker:latest". */
export function parseEngineName(name: string): EngineSource | null {
  const suite = releases.get(name);
  if (suite !== undefined) return { kind: 'debian', suite };
  const [, wanted] = /^docker:(latest|\d+(?:\.\d+){0,2})$/.exec(name) ?? [];
  return wanted === undefined ? null : { kind: 'docker', wanted };
}

/** Returns whether a name stands for one engine for good: "debian:trixie" and "docker:29.4.2", not "docker:29". */
export function isExactName(name: string): boolean {
  const source = parseEngineName(name);
  return source === null || source.kind === 'debian' || valid(source.wanted) !== null;
}

/** Returns whether a version is wanted: "29.4.2" by "29.4.2", "29.4", "29" and "latest". */
function isWanted(wanted: string, version: string): boolean {
  return valid(version) !== null && (wanted === 'latest' || satisfies(version, wanted));
}

/** Selects what has the newest version that is wanted; null if nothing has one. */
export function selectNewest<V extends { readonly version: string }>(wanted: string, all: readonly V[]): V | null {
  const matching = all.filter(({ version }) => isWanted(wanted, version));
  return matching.sort((a, b) => compare(a.version, b.version)).at(-1) ?? null;
}

/** Returns up to two versions below and two above a version that is not there, in order. */
export function nearestVersions(wanted: string, versions: readonly string[]): string[] {
  const sorted = [...new Set(versions)].filter((version) => valid(version) !== null).sort(compare);
  const lowest = [...wanted.split('.'), '0', '0'].slice(0, 3).join('.');
  const above = sorted.filter((version) => valid(lowest) !== null && gt(version, lowest));
  return [...sorted.slice(0, sorted.length - above.length).slice(-2), ...above.slice(0, 2)];
}
