import { listContainers, type EngineClient, type EngineNetwork, type ListedContainer } from '../engine/index.js';
import { TraceError } from './types.js';

/** What is to be traced: containers by their names, and networks with whatever containers come and go on them. */
export interface Targets {
  /** Names, in the order they were given. */
  readonly containers: readonly string[];
  readonly networks: readonly EngineNetwork[];
  /** Every container the engine had, for names to addresses. */
  readonly listed: readonly ListedContainer[];
  /** Bridges by the names of their networks. */
  readonly bridges: ReadonlyMap<string, string>;
}

/**
 * Finds what a command line names.
 *
 * @throws TraceError for the first word that names nothing.
 */
export async function findTargets(
  engine: EngineClient,
  containers: readonly string[],
  networks: readonly string[],
): Promise<Targets> {
  const [listed, known] = await Promise.all([listContainers(engine), engine.networks()]);
  const found = containers.map(
    (word) =>
      (
        matching(listed, word) ??
        missing(
          'container',
          word,
          listed.map(({ name }) => name),
        )
      ).name,
  );
  const on = networks.map(
    (word) =>
      known.find(({ name, id }) => name === word || isId(word, id)) ??
      missing(
        'network',
        word,
        known.map(({ name }) => name),
      ),
  );
  return {
    containers: [...new Set(found)],
    networks: on,
    listed,
    bridges: new Map(known.flatMap(({ name, bridge }) => (bridge === null ? [] : [[name, bridge] as const]))),
  };
}

/** Docker takes a whole name, or the beginning of an id that begins no other. */
function matching(listed: readonly ListedContainer[], word: string): ListedContainer | null {
  const named = listed.find(({ name }) => name === word);
  if (named !== undefined) return named;
  const [first, second] = listed.filter(({ id }) => isId(word, id));
  if (second !== undefined)
    throw new TraceError(
      `"${word}" begins the ids of several containers: ${listed
        .filter(({ id }) => isId(word, id))
        .map(({ name }) => name)
        .join(', ')}. Give more of it, or a name.`,
    );
  return first ?? null;
}

const isId = (word: string, id: string) => /^[0-9a-f]+$/.test(word) && id.startsWith(word);

function missing(what: string, word: string, names: readonly string[]): never {
  throw new TraceError(`the engine has no ${what} "${word}".`, { word, names });
}
