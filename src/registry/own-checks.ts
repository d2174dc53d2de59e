import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import type { AnyCheck } from '../check/index.js';

/** A directory of `--suites`, or a check in it, that cannot be used. The message names the file. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
}

/** A check's file in a directory of `--suites`. */
export interface OwnCheck {
  readonly id: string;
  readonly path: string;
  /** Absolute path of the directory. */
  readonly suite: string;
}

const extensions = ['.ts', '.mts', '.js', '.mjs'];
const checkId = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Tells whether a text is a check's id, AREA/NAME. */
export const isCheckId = (text: string): boolean => checkId.test(text);

/**
 * Finds the checks in directories: AREA/NAME.ts (.mts, .js, .mjs) is the check AREA/NAME. Files directly in a directory
 * are not checks; names that begin with a dot or an underscore, node_modules, tests and declarations are left out.
 *
 * @param taken Ids that a check may not have.
 * @throws SuiteError for a directory that is missing or has no checks, a file name that is no id, an id taken twice.
 */
export async function findOwnChecks(directories: readonly string[], taken: readonly string[]): Promise<OwnCheck[]> {
  const found = new Map<string, OwnCheck>();
  for (const directory of new Set(directories.map((path) => resolve(path)))) {
    const files = await checkFiles(directory);
    if (files.length === 0)
      throw new SuiteError(
        `--suites ${shown(directory)}: no checks found. A check is a file AREA/NAME.ts or AREA/NAME.js below it; ` +
          `write one with: docknet new AREA/NAME --suites ${shown(directory)}`,
      );
    for (const { area, file } of files) {
      const path = join(directory, area, file);
      const name = nameOf(file);
      const id = `${area}/${name}`;
      if (!isCheckId(id))
        throw new SuiteError(
          `${shown(path)}: "${id}" is no check id. Name area and file with lower-case letters, digits and hyphens.`,
        );
      if (taken.includes(id))
        throw new SuiteError(`${shown(path)}: docknet has a check ${id} of its own. Rename the file and its id.`);
      const other = found.get(id);
      if (other !== undefined)
        throw new SuiteError(`${shown(path)}: the id ${id} is taken by ${shown(other.path)}. Rename one of the two.`);
      found.set(id, { id, path, suite: directory });
    }
  }
  return [...found.values()];
}

const nameOf = (file: string): string => basename(file, extname(file));

async function checkFiles(directory: string): Promise<{ readonly area: string; readonly file: string }[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'no such directory' : cause.message;
    throw new SuiteError(`--suites ${shown(directory)}: ${why}.`, { cause });
  });
  const areas = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !/^[._]/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  const files = await Promise.all(
    areas.map(async (area) =>
      (await readdir(join(directory, area)))
        .filter((file) => extensions.includes(extname(file)) && !/^[._]|\.(?:test|d)\.[^.]+$/.test(file))
        .map((file) => ({ area, file }))
        .sort((a, b) => (nameOf(a.file) < nameOf(b.file) ? -1 : 1)),
    ),
  );
  return files.flat();
}

/**
 * Loads checks, in the order given.
 *
 * @throws SuiteError if a file cannot be compiled or loaded, or its default export is not the check of that name.
 */
export async function loadOwnChecks(files: readonly OwnCheck[]): Promise<AnyCheck[]> {
  if (files.length === 0) return [];
  const [{ findShapeProblem }, { importCheckModule }] = await Promise.all([
    import('./check-shape.js'),
    import('./import-module.js'),
  ]);
  const checks: AnyCheck[] = [];
  for (const { id, path, suite } of files) {
    const module = await importCheckModule(path).catch((cause: unknown) => {
      throw new SuiteError(`${shown(path)}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    const problem = findShapeProblem(module['default']);
    if (problem !== null) throw new SuiteError(`${shown(path)}: ${problem}`);
    const check = module['default'] as AnyCheck;
    if (check.id !== id)
      throw new SuiteError(
        `${shown(path)}: it declares the id "${check.id}", but its place makes it "${id}". Rename the file or the id.`,
      );
    checks.push({ ...check, suite });
  }
  return checks;
}

/** A path relative to the working directory where it is below it. */
function shown(path: string): string {
  const below = relative('.', path);
  return below === '' ? '.' : below.startsWith('..') ? path : below;
}
