import { readdir } from 'node:fs/promises';
import type { AnyCheck } from '../../check/conformance.js';

/** Compiled checks stand beside the compiled sources: dist/suites/AREA/BEHAVIOUR.js is the check AREA/BEHAVIOUR. */
const suites = new URL('../../../suites/', import.meta.url);

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

/** Ids of all checks, in the order of the register, without loading them. */
export async function checkIds(): Promise<string[]> {
  const found = await Promise.all(
    (await readdir(suites)).map(async (area) =>
      (await readdir(new URL(`${area}/`, suites)))
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

/**
 * Loads checks by their ids, in that order. They come in an array because a check has a `then`, and awaiting one alone would call it.
 *
 * @throws where a file declares another id than its name says.
 */
export async function loadChecks(ids: readonly string[]): Promise<AnyCheck[]> {
  const modules = await Promise.all(
    ids.map((id) => import(new URL(`${id}.js`, suites).href) as Promise<{ readonly default: AnyCheck }>),
  );
  return modules.map((module, n) => {
    const id = ids[n] ?? '';
    if (module.default.id !== id)
      throw new Error(`suites/${id}.ts declares the id ${module.default.id}; file and id must be the same`);
    return module.default;
  });
}

/** Ids that a list of ids and globs names ("nat/*", "publish"); every id where the list is empty. */
export function matching(ids: readonly string[], patterns: readonly string[]): string[] {
  if (patterns.length === 0) return [...ids];
  const tests = patterns.map((pattern) => {
    const whole = pattern.includes('/') || pattern.includes('*') ? pattern : `${pattern}/*`;
    return new RegExp(
      `^${whole
        .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
  });
  return ids.filter((id) => tests.some((test) => test.test(id)));
}
