import { join } from 'node:path';
import type { Recorder, RecordingSummary } from '../../capture/index.js';
import { MissingChainError, type AnyCheck, type CheckContext, type Proof } from '../../check/index.js';
import { nameEvidence, writeEvidence, type RouterListings, type TopologyFile } from '../../evidence/index.js';
import {
  completeListing,
  formatTraceFile,
  listFirewall,
  type FirewallListings,
  type Tracer,
} from '../../netfilter/index.js';
import type { Evidence, PointRecord } from '../../record/index.js';
import type { Fixture } from '../fixture/fixture.js';
import { isDeviation } from './missing-chain.js';
import { startTraces, type RunningTraces } from './trace-rules.js';

/** What a check's traffic is recorded with. */
export interface RecordingTools {
  readonly recorder: Recorder;
  /** The tracer of the lab's docker host. */
  readonly tracer: Tracer;
  /** The directory of the cell's record and evidence. */
  readonly directory: string;
  /** The length of the engine's log when the check began. */
  readonly engineLogStart: number;
}

/** The part of a check's record that its traffic fills in. It holds whatever there is if something fails. */
export interface TrafficRecord {
  points: readonly PointRecord[];
  evidence: Evidence;
}

/** How `when` ended. */
type WhenResult = { readonly outcome: unknown } | { readonly cause: unknown };

/**
 * Bytes of a point's ring buffer: sixteen blocks of libpcap's, each closed after 20 ms at the earliest, so that a
 * reader may stall 320 ms under steady traffic. With eight, one of eleven whole runs lost frames of one check with
 * twenty points, on whose bridge seventeen containers had just come up. A check sends some hundred frames, and the
 * kernel zeroes the ring: with more megabytes for each point of each check that took a seventh of a run's CPU time.
 */
const ringBytes = 4 << 20;

/**
 * Runs a check's `when` while recording every point and tracing the rules. Lists the firewalls before and after, and
 * writes the evidence.
 *
 * @throws what `when` throws, unless the engine failed before and still answers: then that failure is the outcome.
 */
export async function recordTraffic(
  check: AnyCheck,
  context: CheckContext,
  fixture: Fixture,
  { recorder, tracer, directory, engineLogStart }: RecordingTools,
  record: TrafficRecord,
): Promise<void> {
  const { paths } = nameEvidence(check.id);
  const file = (path: string) => join(directory, path);
  context.engineActions.length = 0;
  context.engineRefused = false;
  const traces = await startTraces(context, tracer, fixture);
  const points = fixture.points.map(({ point }) => point);
  const [recording, before, routersBefore] = await Promise.all([
    recorder.record({ file: file(paths.recording), points, ringBytes }),
    ...listFirewalls(context, fixture, Promise.resolve(traces.rulesets)),
  ]);
  record.evidence = { ...record.evidence, recording: paths.recording };
  const result = await runWhen(check, fixture);
  const recorded = recording.stop();
  // The traces stop after the recording, so that every packet in it has its trace.
  const traced = recorded.then(() => traces.stop());
  const rulesetsAfter = traced.then(
    (stopped) => new Map(stopped.map(({ place, after }) => [place, completeListing(after)])),
  );
  const [summary, rawTraces, after, routersAfter] = await Promise.all([
    recorded,
    traced,
    ...listFirewalls(context, fixture, rulesetsAfter),
  ]);
  record.points = recordPoints(fixture, summary);
  const engineFailures = context.engineActions.filter(({ ok }) => !ok);
  const described = fixture.topology();
  const missing = 'cause' in result && result.cause instanceof MissingChainError ? result.cause.missing : null;
  const topology: TopologyFile = {
    topology: described,
    outcome: 'outcome' in result ? (result.outcome ?? null) : null,
    proof: proofOf(summary),
    routers: Object.fromEntries(
      Object.entries(routersAfter).map(([key, now]) => [key, describeListings(routersBefore[key], now)]),
    ),
    engineFailures,
    aborted: 'cause' in result ? messageOf(result.cause) : null,
    missingChain: missing !== null && isDeviation(missing, context, described.engine) ? missing : null,
  };
  const kept: Record<keyof Evidence, string | null> = {
    ...paths,
    nftBefore: before.nftables === null ? null : paths.nftBefore,
    nftAfter: after.nftables === null ? null : paths.nftAfter,
  };
  const contents: Partial<Record<keyof Evidence, string | null>> = {
    firewallBefore: before.iptables,
    firewallAfter: after.iptables,
    nftBefore: before.nftables,
    nftAfter: after.nftables,
    topology: JSON.stringify(topology, null, 1),
    engineLog: context.lab.engineLog().slice(engineLogStart),
    trace: formatTraceFile(rawTraces),
  };
  await Promise.all(
    Object.entries(contents).flatMap(([name, content]) =>
      content === null ? [] : [writeEvidence(file(paths[name as keyof Evidence]), content)],
    ),
  );
  record.evidence = kept;
  if (!('cause' in result)) return;
  if (missing !== null) throw result.cause;
  const engineAnswers = context.engineRefused || (await context.lab.engine.isReachable());
  if (engineFailures.length === 0 || !engineAnswers)
    throw new Error(`the check’s own traffic failed: ${messageOf(result.cause)}`, { cause: result.cause });
}

async function runWhen(check: AnyCheck, fixture: Fixture): Promise<WhenResult> {
  try {
    return { outcome: await check.when(fixture.live as never) };
  } catch (cause) {
    return { cause };
  }
}

/** Returns what the recorder says of the recording, for judging now and later. */
const proofOf = ({ lost, gone, unproven }: RecordingSummary): Proof => ({
  lost,
  unproven: [
    ...gone.map(({ point, reason }) => ({ point, reason })),
    ...unproven.map(({ point, marker, reason }) => ({
      point,
      reason: `its ${marker} marker did not come back (${reason})`,
    })),
  ],
});

/** Lists the docker host's firewall, and the routers' by their keys. @param rulesets What nft has just listed. */
function listFirewalls(
  { lab }: CheckContext,
  { routers }: Fixture,
  rulesets: Promise<RunningTraces['rulesets']>,
): [Promise<FirewallListings>, Promise<Record<string, FirewallListings>>] {
  const rulesetOf = (place: string) => rulesets.then((known) => known.get(place) ?? null);
  const listRouters = routers.map(
    async (router) => [router.key, await router.listFirewall(rulesetOf(router.key))] as const,
  );
  return [
    listFirewall((argv) => lab.runOnHost(argv), lab.nft, rulesetOf('host')),
    Promise.all(listRouters).then((listings) => Object.fromEntries(listings)),
  ];
}

const describeListings = (before: FirewallListings | undefined, after: FirewallListings): RouterListings => ({
  before: before?.iptables ?? '',
  after: after.iptables,
  nftBefore: before?.nftables ?? null,
  nftAfter: after.nftables,
});

function recordPoints(fixture: Fixture, { statistics }: RecordingSummary): PointRecord[] {
  return fixture.points.map(({ point, region, order }) => {
    const counts = statistics.find((candidate) => candidate.point === point.name);
    return {
      name: point.name,
      interface: point.interface,
      region,
      order,
      frames: 0,
      dropped: (counts?.dropped ?? 0) + (counts?.droppedByInterface ?? 0),
    };
  });
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
