import { InputError } from './inputs.js';

/** An engine of `docknet engine list --json`. */
export interface ListedEngine {
  readonly name: string;
}

/** Returns whether a name stands for docker-ce's newest releases. */
export const isNewest = (name: string): boolean => name.startsWith('newest:');

/** Returns whether a name is of an engine that `docknet engine fetch` fetches. */
export const isFetched = (name: string): boolean => /^(docker|debian):/.test(name);

/**
 * Replaces "newest:3" by the names of docker-ce's three newest releases, the oldest of them first.
 *
 * @param available What `docknet engine list --available --json` lists, the newest first.
 * @throws InputError for a number that is none.
 */
export function expandNewest(names: readonly string[], available: readonly ListedEngine[]): readonly string[] {
  const docker = available.map(({ name }) => name).filter((name) => name.startsWith('docker:'));
  const expanded = names.flatMap((name) => {
    if (!isNewest(name)) return [name];
    const [, count = ''] = /^newest:([1-9])$/.exec(name) ?? [];
    if (count === '') throw new InputError(`engines: ${name}: pass a number from 1 to 9, such as newest:3.`);
    return docker.slice(0, Number(count)).reverse();
  });
  return [...new Set(expanded)];
}
