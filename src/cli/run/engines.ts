import { stat } from 'node:fs/promises';
import {
  fetchNames,
  findCachedEngine,
  listCachedEngines,
  parseEngineName,
  unpackBundle,
  type CachedEngine,
  type EngineChoice,
} from '../../engine/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { suggestName, UsageError } from '../errors.js';

/** An engine as given on the command line: its name and what to start. */
export type ChosenEngine = Pick<NamedEngine, 'name' | 'choice'>;

/**
 * Returns the engine that a value of `--engine` names: "private", "host", an engine in the cache, a directory, or a
 * static bundle's .tgz, which is unpacked into the cache.
 *
 * @param option The option, for messages.
 * @throws UsageError if it is none of them.
 */
export async function chooseEngine(name: string, cache: string, option = '--engine'): Promise<ChosenEngine> {
  if (name === 'private' || name === 'host') return { name, choice: { kind: name } };
  const cached = await findCachedEngine(name, cache);
  if (cached !== null) return { name, choice: chooseCached(cached) };
  if (parseEngineName(name) !== null)
    throw new UsageError(
      `${option} ${name} is not in the engine cache ${cache}. Fetch it: sudo docknet engine fetch ${name}`,
    );
  const found = await stat(name).catch(() => null);
  if (found?.isDirectory() === true) return { name, choice: { kind: 'directory', directory: name } };
  if (found?.isFile() === true) return { name, choice: chooseCached(await unpackBundle(name, cache)) };
  const fetched = (await listCachedEngines(cache)).map((engine) => engine.name);
  throw new UsageError(
    `${option} ${name}: no such file or directory.` +
      `${suggestName(name, ['private', 'host', ...fetchNames, ...fetched])} ` +
      'Pass private, host, a fetched engine (docknet engine list), a static bundle (.tgz), ' +
      'or a directory with an engine’s root file system or static bundle.',
  );
}

const chooseCached = ({ root, verified }: CachedEngine): EngineChoice => ({
  kind: 'directory',
  directory: root,
  verified,
});

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
