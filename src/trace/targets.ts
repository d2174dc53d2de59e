import { listContainers, type EngineClient, type EngineNetwork, type ListedContainer } from '../engine/index.js';
import { TraceError } from './types.js';

/** The containers and networks to trace. */
export interface Targets {
  /** Names, in the order of the command line. */
  readonly containers: readonly string[];
  /** All their containers are traced, later ones included. */
  readonly networks: readonly EngineNetwork[];
  /** Every container of the engine, for the names of addresses. */
  readonly listed: readonly ListedContainer[];
  /** Bridges by the names of their networks. */
  readonly bridges: ReadonlyMap<string, string>;
}

/** Finds the containers and networks that a command line names. @throws TraceError for the first unknown name. */
export async function findTargets(
  engine: EngineClient,
  containers: readonly string[],
  networks: readonly string[],
): Promise<Targets> {
  const [listed, known] = await Promise.all([listContainers(engine), engine.networks()]);
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
  const found = containers.map((word) => findContainer(listed, word) ?? failUnknown('container', word, names(listed)));
  const foundNetworks = networks.map(
    (word) =>
      known.find(({ name, id }) => name === word || isId(word, id)) ?? failUnknown('network', word, names(known)),
  );
  return {
    containers: [...new Set(names(found))],
    networks: foundNetworks,
    listed,
    bridges: new Map(known.flatMap(({ name, bridge }) => (bridge === null ? [] : [[name, bridge] as const]))),
  };
}

/** Finds a container by its name or the beginning of its id. */
function findContainer(listed: readonly ListedContainer[], word: string): ListedContainer | null {
  const named = listed.find(({ name }) => name === word);
  if (named !== undefined) return named;
  const [first = null, ...others] = listed.filter(({ id }) => isId(word, id));
  if (others.length > 0) {
    const names = [first, ...others].map((one) => one?.name).join(', ');
    throw new TraceError(`"${word}" begins the ids of several containers: ${names}. Give more of the id, or a name.`);
  }
  return first;
}

const isId = (word: string, id: string) => /^[0-9a-f]+$/.test(word) && id.startsWith(word);

function failUnknown(kind: string, word: string, names: readonly string[]): never {
  throw new TraceError(`The engine has no ${kind} "${word}".`, { word, names });
}
