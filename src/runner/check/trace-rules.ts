import type { CheckContext } from '../../check/index.js';
import type { Lab } from '../../lab/index.js';
import {
  buildDeleteTableCommand,
  completeListing,
  hasLegacyTables,
  isLegacyIptables,
  nfLogFile,
  Tracer,
  type RawTrace,
} from '../../netfilter/index.js';
import { runCommand } from '../../process/index.js';
import type { Fixture } from '../fixture/fixture.js';

/**
 * Packets per second to trace. nft's monitor loses messages from about 5,000 with a core to itself, from about 1,000
 * beside forty busy processes. A check sends some hundred packets; the trace says what it left out.
 */
const packetsPerSecond = 400;

/** Creates the tracer of a lab's docker host. Close it with the lab. */
export async function createHostTracer(lab: Lab, run: string): Promise<Tracer> {
  // Several runs may trace on a machine at once; a private lab has its network namespace to itself.
  const table = lab.parts.kind === 'host' ? `docknet_trace_${run}` : 'docknet_trace';
  // What undoes the trace must use an nft that can read the engine's tables.
  if (lab.parts.kind === 'host') await lab.nft.replace();
  await lab.rememberUndo(buildDeleteTableCommand(lab.nft, table));
  const legacy = await isLegacyIptables((argv) => lab.runOnHost(argv));
  // On the machine itself the logger is restored if the run is killed, so it is known beforehand.
  const leftovers =
    lab.parts.kind === 'host' ? !legacy && (await hasLegacyTables((argv) => lab.runOnHost(argv))) : null;
  if (legacy || leftovers === true) {
    const logger = (await lab.runOnHost(['cat', nfLogFile])).stdout.trim() || 'NONE';
    await lab.rememberUndo(`echo ${logger} > ${nfLogFile}`);
  }
  return new Tracer({
    prefix: lab.hostNetworkPrefix,
    nft: lab.nft,
    busybox: lab.parts.busybox,
    table,
    legacy,
    ...(leftovers === null ? {} : { leftovers }),
  });
}

/** The traces of a check's docker host and routers. */
export interface RunningTraces {
  /** The rules at their start, by place, as nft listed them; null for a listing that is not complete. */
  readonly rulesets: ReadonlyMap<string, string | null>;
  /** Stops them. */
  readonly stop: () => Promise<RawTrace[]>;
}

/** Starts to trace a check's docker host and routers. */
export async function startTraces(
  { lab, undo }: CheckContext,
  hostTracer: Tracer,
  fixture: Fixture,
): Promise<RunningTraces> {
  const legacyRouters = fixture.routers.length > 0 && (await isLegacyIptables((argv) => runCommand(argv)));
  const routers = fixture.routers.map(({ key, namespacePath, nftProgram }) => ({
    place: key,
    namespace: namespacePath,
    targets: null,
    tracer: new Tracer({
      prefix: ['nsenter', `--net=${namespacePath}`, '--'],
      nft: nftProgram,
      busybox: lab.parts.busybox,
      table: 'docknet_trace',
      legacy: legacyRouters,
    }),
  }));
  undo.push(() => Promise.all(routers.map(({ tracer }) => tracer.close())));
  const host = {
    place: 'host',
    namespace: lab.parts.hostNamespace,
    targets: lab.parts.kind === 'host' ? listSubnets(fixture) : null,
    tracer: hostTracer,
  };
  const traced = [host, ...routers];
  await Promise.all(traced.map(({ tracer, targets }) => tracer.start({ targets, packetsPerSecond })));
  const stop = () =>
    Promise.all(
      traced.map(async ({ place, namespace, tracer }): Promise<RawTrace> => ({
        place,
        points: fixture.points
          .filter(({ point }) => point.namespace === namespace)
          .map(({ point }) => ({ name: point.name, interface: point.interface })),
        ...(await tracer.stop()),
      })),
    );
  const rulesets = traced.map(({ place, tracer }): [string, string | null] => [
    place,
    completeListing(tracer.current?.before ?? ''),
  ]);
  return { rulesets: new Map(rulesets), stop };
}

/** Lists the subnets and addresses of a fixture, so that on a shared machine only their packets are traced. */
function listSubnets(fixture: Fixture): string[] {
  const { host, places } = fixture.topology();
  const targets = Object.values(places).flatMap((place) => {
    if (place.kind === 'network') return [place.subnet];
    return place.kind === 'lan-host' ? [place.address] : [];
  });
  return [...new Set([host.docker0.subnet, ...targets])].filter((target) => target !== '');
}
