import { compare, gt, satisfies, valid } from 'semver';
import type { AnyCheck } from '../../check/index.js';
import { findEngine, listCachedEngines, type EngineChoice } from '../../engine/index.js';
import type { Lab, LabParts, NewerEngine } from '../../lab/index.js';
import { givenOf } from '../fixture/apply-sabotage.js';

/** Returns why a check does not apply to an engine; null if it does. */
export function whyNotApplicable(check: AnyCheck, kind: EngineChoice['kind'], version: string): string | null {
  if (kind === 'host') {
    const kinds = Object.values(check.given).map((spec) => spec.kind);
    if (kinds.includes('engine'))
      return 'it needs an engine with settings of its own; docknet does not change this machine’s engine';
    if (kinds.includes('newer-engines')) return 'it upgrades the engine; docknet does not change this machine’s engine';
    if (check.notOnHost !== undefined) return check.notOnHost;
  }
  if (check.appliesTo !== undefined && !satisfies(version, check.appliesTo.engines, { includePrerelease: true }))
    return `${check.appliesTo.because}; this engine is ${version}`;
  return null;
}

/**
 * Lists the engines of a cache that are newer than a version, the oldest first, each version once.
 *
 * @throws EngineError if the cache cannot be read.
 */
export async function newerEnginesIn(cache: string, version: string): Promise<NewerEngine[]> {
  const newer = (await listCachedEngines(cache))
    .filter((engine) => valid(engine.version) !== null && gt(engine.version, version))
    .sort((a, b) => compare(a.version, b.version));
  const distinct = newer.filter((engine, n) => newer[n - 1]?.version !== engine.version);
  return Promise.all(
    distinct.map(async (engine) => ({
      name: engine.name,
      version: engine.version,
      program: await findEngine({ kind: 'directory', directory: engine.root }),
    })),
  );
}

/** Explains that there is no engine to upgrade to. */
export const noNewerEngine = (version: string): string =>
  `it upgrades the engine, and no fetched engine is newer than ${version}. ` +
  'Fetch one if there is one: sudo docknet engine fetch debian:trixie, or debian:forky';

/** Returns whether a check needs Compose. */
export const needsCompose = (check: AnyCheck): boolean =>
  Object.values(check.given).some(({ kind }) => kind === 'compose');

/** How a lab is built: the engine's settings, the host's sysctls, and whether newer engines are at hand. */
export interface LabSpec extends Pick<LabParts, 'settings' | 'sysctls' | 'missingTables'> {
  readonly upgrades: boolean;
}

/** An engine and a host without settings of their own: every worker's first lab. */
export const plainLab: LabSpec = { settings: {}, sysctls: {}, missingTables: [], upgrades: false };

/** Returns the spec of the lab that a check needs. */
export function labSpecOf(check: AnyCheck, sabotaged: boolean): LabSpec {
  const specs = Object.values(givenOf(check, sabotaged));
  const { settings, sysctls, missingTables } = specs.find((spec) => spec.kind === 'engine') ?? plainLab;
  return { settings, sysctls, missingTables, upgrades: specs.some(({ kind }) => kind === 'newer-engines') };
}

/** Returns the spec that a lab was built with. */
export const specOfLab = ({ parts: { settings, sysctls, missingTables, newer } }: Lab): LabSpec => ({
  settings,
  sysctls,
  missingTables,
  upgrades: newer.length > 0,
});

/** Returns a key that is equal for equal specs. */
export const labKey = ({ settings, sysctls, missingTables, upgrades }: LabSpec): string =>
  JSON.stringify([...[settings, sysctls].map((values) => Object.entries(values).sort()), missingTables, upgrades]);
