import { type Lab } from '../../lab/index.js';
import { runCommand } from '../../process/index.js';
import { isLegacyIptables, buildDeleteTableCommand, nfLogFile, Tracer, type RawTrace } from '../../netfilter/index.js';
import type { CheckContext } from '../../check/live/context.js';
import type { Fixture } from '../fixture/fixture.js';

/**
 * Packets a second that are traced. nft's monitor loses messages from about 5,000 where it has a core to itself, and from about
 * 1,000 where forty processes want it; a check's traffic is some hundred packets, and what goes beyond is told as a doubt.
 */
const perSecond = 400;

/** A tracer of the docker host of a lab, to be closed with it. */
export async function hostTracer(lab: Lab, run: string): Promise<Tracer> {
  // On a machine another run may be at work beside this one; a lab has its namespace to itself.
  const table = lab.parts.kind === 'host' ? `docknet_trace_${run}` : 'docknet_trace';
  await lab.rememberUndo(buildDeleteTableCommand(table));
  const legacy = await isLegacyIptables((argv) => lab.runOnHost(argv));
  if (legacy)
    await lab.rememberUndo(`echo ${(await lab.runOnHost(['cat', nfLogFile])).stdout.trim() || 'NONE'} > ${nfLogFile}`);
  return new Tracer({ prefix: lab.hostNetworkPrefix, busybox: lab.parts.busybox, table, legacy });
}

/** Begins to trace a check's docker host and its routers. @returns what ends it and gives what was traced. */
export async function beginTraces(
  { lab, undo }: CheckContext,
  tracer: Tracer,
  built: Fixture,
): Promise<() => Promise<RawTrace[]>> {
  const legacyRouters = built.routers.length > 0 && (await isLegacyIptables((argv) => runCommand(argv)));
  const routers = built.routers.map((router) => ({
    place: router.key,
    namespace: router.namespacePath,
    networks: null,
    tracer: new Tracer({
      prefix: ['nsenter', `--net=${router.namespacePath}`, '--'],
      busybox: lab.parts.busybox,
      table: 'docknet_trace',
      legacy: legacyRouters,
    }),
  }));
  undo.push(() => Promise.all(routers.map((router) => router.tracer.close())));
  const traced = [
    {
      place: 'host',
      namespace: lab.parts.hostNamespace,
      networks: lab.parts.kind === 'host' ? networksOf(built) : null,
      tracer,
    },
    ...routers,
  ];
  await Promise.all(traced.map((one) => one.tracer.start({ targets: one.networks, packetsPerSecond: perSecond })));
  return () =>
    Promise.all(
      traced.map(async ({ place, namespace, tracer: at }): Promise<RawTrace> => ({
        place,
        points: built.points
          .filter(({ point }) => point.namespace === namespace)
          .map(({ point }) => ({ name: point.name, interface: point.interface })),
        ...(await at.stop()),
      })),
    );
}

/** The networks a check is about, so that on a machine nobody else's packets are traced. */
function networksOf(built: Fixture): string[] {
  const { host, places } = built.topology();
  const networks = Object.values(places).flatMap((place) => {
    if (place.kind === 'network') return [place.subnet];
    return place.kind === 'lan-host' ? [place.address] : [];
  });
  return [...new Set([host.docker0.subnet, ...networks])].filter((subnet) => subnet !== '');
}
