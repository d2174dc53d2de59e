import type { AnyCheck } from '../../check/index.js';
import type { Lab, LabParts } from '../../lab/index.js';
import { givenOf } from '../fixture/apply-sabotage.js';

/** How a lab is built besides its engine: the engine's settings, the host's sysctls, and whether newer engines are at hand. */
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
