import { readdir } from 'node:fs/promises';
import picomatch from 'picomatch';
import { findOwnChecks, loadOwnChecks } from './own-checks.js';
import type { AnyCheck } from '../../check/conformance.js';

/** Compiled checks stand beside the compiled sources: dist/suites/AREA/BEHAVIOUR.js is the check AREA/BEHAVIOUR. */
const shippedSuites = new URL('../../../suites/', import.meta.url);

/** Areas in the order of the register. */
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
  'upgrade',
];

/**
 * Returns the ids of docknet's checks in the order of the register, then of the checks in directories, without loading them.
 *
 * @throws SuiteError for a directory or a file name that cannot be used.
 */
export async function checkIds(suites: readonly string[] = []): Promise<string[]> {
  const shipped = await shippedIds();
  return suites.length === 0 ? shipped : [...shipped, ...(await findOwnChecks(suites, shipped)).map(({ id }) => id)];
}

/**
 * Loads checks by their ids, in that order.
 *
 * @param suites Directories of checks beside docknet's own.
 * @throws SuiteError if a file in one of the directories is no check.
 */
export async function loadChecks(ids: readonly string[], suites: readonly string[] = []): Promise<AnyCheck[]> {
  const found = suites.length === 0 ? [] : await findOwnChecks(suites, await shippedIds());
  const own = await loadOwnChecks(found.filter(({ id }) => ids.includes(id)));
  const shipped = await Promise.all(ids.filter((id) => own.every((check) => check.id !== id)).map(loadShipped));
  const checks = new Map([...own, ...shipped.flat()].map((check) => [check.id, check]));
  return ids.flatMap((id) => checks.get(id) ?? []);
}

/** Returns the ids that match ids, areas, or globs of either ("nat/masquerade", "publish", "nat/*"); all for no patterns. */
export function matching(ids: readonly string[], patterns: readonly string[]): string[] {
  if (patterns.length === 0) return [...ids];
  const tests = patterns.map((pattern) => picomatch(pattern.includes('/') ? pattern : `${pattern}/*`));
  return ids.filter((id) => tests.some((test) => test(id)));
}

async function shippedIds(): Promise<string[]> {
  const found = await Promise.all(
    (await readdir(shippedSuites)).map(async (area) =>
      (await readdir(new URL(`${area}/`, shippedSuites)))
        .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'))
        .sort()
        .map((file) => `${area}/${file.slice(0, -3)}`),
    ),
  );
  const place = (id: string) => {
    const at = areas.indexOf(id.split('/')[0] ?? '');
    return at === -1 ? areas.length : at;
  };
  return found.flat().sort((a, b) => place(a) - place(b));
}

/** In an array, because a check has a `then` and would be taken for a promise. */
async function loadShipped(id: string): Promise<[AnyCheck]> {
  const { default: check } = (await import(new URL(`${id}.js`, shippedSuites).href)) as { readonly default: AnyCheck };
  if (check.id !== id) throw new Error(`suites/${id}.ts declares the id ${check.id}; file and id must be the same`);
  return [check];
}
