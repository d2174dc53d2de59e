import { stat } from 'node:fs/promises';
import { findCachedEngine, listCachedEngines, releases } from '../../engine/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { suggestName, UsageError } from '../errors.js';

/** An engine as given on the command line: its name and what to start. */
export type ChosenEngine = Pick<NamedEngine, 'name' | 'choice'>;

/**
 * Returns the engine that a value of `--engine` names: "private", "host", an engine in the cache, or a directory.
 *
 * @throws UsageError if it is none of them.
 */
export async function chooseEngine(name: string, cache: string): Promise<ChosenEngine> {
  if (name === 'private' || name === 'host') return { name, choice: { kind: name } };
  const cached = await findCachedEngine(name, cache);
  if (cached !== null) return { name, choice: { kind: 'directory', directory: cached.root } };
  if (releases.has(name))
    throw new UsageError(
      `--engine ${name} is not in the engine cache ${cache}. Fetch it: sudo docknet engine fetch ${name}`,
    );
  if (await isDirectory(name)) return { name, choice: { kind: 'directory', directory: name } };
  const fetched = (await listCachedEngines(cache)).map((engine) => engine.name);
  throw new UsageError(
    `--engine ${name}: no such directory.${suggestName(name, ['private', 'host', ...releases.keys(), ...fetched])} ` +
      'Pass private, host, a fetched engine (docknet engine list), ' +
      'or a directory with an engine’s root file system or static bundle.',
  );
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * Checks the value of `--iptables`. Without it, labs use the machine's iptables, or the one of the engine's root file
 * system.
 *
 * @throws UsageError for a value other than "legacy", and with `--engine host`.
 */
export function chooseIptables(value: string | undefined, engines: readonly ChosenEngine[]): 'legacy' | null {
  if (value === undefined) return null;
  if (value !== 'legacy')
    throw new UsageError(
      `--iptables ${value}: the only value is legacy. ` +
        'Without --iptables, labs use the machine’s iptables, or the one of the engine’s root file system.',
    );
  if (engines.some(({ choice }) => choice.kind === 'host'))
    throw new UsageError(
      '--iptables legacy applies to labs; --engine host uses this machine’s iptables, which docknet does not change. ' +
        'Remove one of the two.',
    );
  return value;
}
