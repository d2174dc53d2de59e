import { readdir } from 'node:fs/promises';
import picomatch from 'picomatch';
import type { AnyCheck } from '../check/index.js';
import { findOwnChecks, loadOwnChecks, type OwnCheck } from './own-checks.js';

/** The shipped checks, compiled: dist/suites/AREA/NAME.js is the check AREA/NAME. */
const shippedSuites = new URL('../../suites/', import.meta.url);

/** Areas of the shipped checks in the order of the documents. */
const areas = [
  'namespace',
  'bridge',
  'user-bridge',
  'dns',
  'host',
  'none',
  'shared',
  'nat',
  'publish',
  'isolation',
  'docker-user',
  'firewall',
  'kernel',
  'nftables',
  'macvlan',
  'ipvlan',
  'overlay',
  'upgrade',
];

/** Finds and loads checks: those that ship with docknet, and those in directories of a user's own. */
export class SuiteRegistry {
  private constructor(
    /** The user's own directories, as given. */
    readonly directories: readonly string[],
    /** Ids of the shipped checks, by area. */
    readonly shippedIds: readonly string[],
    private readonly own: ReadonlyMap<string, OwnCheck>,
  ) {}

  /**
   * Lists the checks without loading them.
   *
   * @param directories The user's own, beside the shipped checks.
   * @throws SuiteError for a directory or a file name that cannot be used, and an id taken twice.
   */
  static async open(directories: readonly string[] = []): Promise<SuiteRegistry> {
    const shipped = await listShipped();
    const own = directories.length === 0 ? [] : await findOwnChecks(directories, shipped);
    return new SuiteRegistry(directories, shipped, new Map(own.map((check) => [check.id, check])));
  }

  /** The ids of all checks: the shipped ones by area, then the user's own. */
  get ids(): string[] {
    return [...this.shippedIds, ...this.own.keys()];
  }

  /** The ids of the checks in the user's own directories. */
  get ownIds(): string[] {
    return [...this.own.keys()];
  }

  /**
   * Loads checks by their ids, in that order.
   *
   * @throws SuiteError if a file of the user's own cannot be loaded or is no check.
   */
  async load(ids: readonly string[]): Promise<AnyCheck[]> {
    const own = await loadOwnChecks(ids.flatMap((id) => this.own.get(id) ?? []));
    const shipped = await Promise.all(ids.filter((id) => !this.own.has(id)).map(loadShipped));
    const checks = new Map([...own, ...shipped].map((check) => [check.id, check]));
    return ids.flatMap((id) => checks.get(id) ?? []);
  }
}

/** Returns the ids that match ids, areas, or globs of either ("nat/masquerade", "publish", "nat/*"); all for none. */
export function selectIds(ids: readonly string[], patterns: readonly string[]): string[] {
  if (patterns.length === 0) return [...ids];
  const isSelected = picomatch(patterns.map((pattern) => (pattern.includes('/') ? pattern : `${pattern}/*`)));
  return ids.filter((id) => isSelected(id));
}

/** Returns the path of a shipped check's compiled file. */
export const shippedFile = (id: string): URL => new URL(`${id}.js`, shippedSuites);

async function listShipped(): Promise<string[]> {
  const found = await Promise.all(
    (await readdir(shippedSuites)).map(async (area) =>
      (await readdir(new URL(`${area}/`, shippedSuites)))
        .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'))
        .sort()
        .map((file) => `${area}/${file.slice(0, -'.js'.length)}`),
    ),
  );
  const rank = (id: string) => {
    const index = areas.indexOf(id.split('/')[0] ?? '');
    return index === -1 ? areas.length : index;
  };
  return found.flat().sort((a, b) => rank(a) - rank(b));
}

async function loadShipped(id: string): Promise<AnyCheck> {
  const { default: check } = (await import(shippedFile(id).href)) as { readonly default: AnyCheck };
  if (check.id !== id) throw new Error(`suites/${id}.ts declares the id ${check.id}; file and id must be the same`);
  return check;
}
