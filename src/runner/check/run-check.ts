import { join } from 'node:path';
import type { Recorder, RecordingSummary } from '../../capture/index.js';
import { listSnapshot, formatTraceFile } from '../../netfilter/index.js';
import type { Lab } from '../../lab/index.js';
import type { CheckRecord, Evidence, PointRecord, Step } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import type { Proof } from '../../check/expectation.js';
import { Judging, type Judgement } from './judge.js';
import type { Topology } from '../../check/topology.js';
import type { CheckContext } from '../../check/live/context.js';
import { beginTraces } from './check-trace.js';
import type { Tracer } from '../../netfilter/index.js';
import { buildFixture, type Fixture } from '../fixture/fixture.js';
import { ReusableFixture, undoAll } from '../fixture/reusable-fixture.js';
import { applySabotage, givenOf } from '../fixture/apply-sabotage.js';
import {
  annotateRecording,
  joinRecording,
  listAddressNames,
  locateEvidence,
  makeEvidenceDirectory,
  nameEvidence,
  readEvidence,
  writeEvidence,
  writeJourneys,
  type JoinedRecording,
  type SceneFile,
} from '../../evidence/index.js';

/** What a check runs in. */
export interface CheckSetup {
  readonly lab: Lab;
  readonly recorder: Recorder;
  /** Of the lab's docker host. */
  readonly tracer: Tracer;
  /** The run's directory under reports/. */
  readonly directory: string;
  readonly run: string;
  readonly engine: Topology['engine'];
  /** True to run it under its sabotage. */
  readonly sabotaged: boolean;
  /** The fixture of an earlier check with the same key; null to build one. */
  readonly fixture: ReusableFixture | null;
  /** The key of the fixture if another check is to reuse it, else null. */
  readonly fixtureKey: string | null;
}

/** What came of a check. */
export interface CheckRun {
  readonly record: CheckRecord;
  /** The check's fixture, if another check can reuse it; null if it was removed. */
  readonly fixture: ReusableFixture | null;
}

/** Runs one check: builds its given, records its traffic, judges what was kept, and takes the given down again or leaves it to the next. Never throws. */
export async function runCheck(check: AnyCheck, context: CheckSetup): Promise<CheckRun> {
  const started = performance.now();
  const reuse = context.fixtureKey !== null;
  context.fixture?.serve(check.id);
  const stage: CheckContext = context.fixture?.context ?? {
    lab: context.lab,
    lan: context.lab.parts.lans[0],
    run: context.run,
    timeoutMs: context.sabotaged ? patience.sabotaged : patience.answered,
    steps: [],
    phase: 'given',
    undo: [],
    engineActions: [],
    engineRefused: false,
  };
  let { steps } = stage;
  const attempt: Attempt = { points: [], evidence: none, sabotage: null, fixture: context.fixture };
  const record = (verdict: Judgement): CheckRecord => ({
    id: check.id,
    suite: check.suite ?? null,
    title: check.title,
    claim: check.claim,
    ...verdict,
    steps: [...steps],
    points: attempt.points,
    sabotage: attempt.sabotage,
    milliseconds: Math.round(performance.now() - started),
    evidence: attempt.evidence,
  });
  const takeDown = () => attempt.fixture?.remove() ?? undoAll(stage.undo);
  let tidied: Promise<unknown> | null = null;
  let asFound = false;
  let result: CheckRecord;
  try {
    await makeEvidenceDirectory(context.directory, check.id);
    await perform(check, context, stage, attempt);
    // Everything that is judged has been kept by now, so the lab is tidied meanwhile; what that does is no step of the check.
    steps = [...stage.steps];
    tidied = reuse
      ? (attempt.fixture?.restore().then((put) => {
          asFound = put;
        }) ?? null)
      : takeDown();
    const { scene, outcome, evidence, aborted } = await readEvidence(
      context.directory,
      attempt.evidence,
      context.lab.parts.kind === 'host',
    );
    const judging = new Judging(check, scene, outcome, aborted);
    const counts = new Map<string, number>();
    const joined = await joinRecording(context.directory, attempt, undefined, (batch) => {
      judging.add(batch);
      for (const { point } of batch.frames) counts.set(point, (counts.get(point) ?? 0) + 1);
    });
    if (joined.damaged !== null) throw new Error(joined.damaged);
    await writeJoined(context.directory, attempt.evidence, joined, scene, steps);
    attempt.points = attempt.points.map((point) => ({ ...point, frames: counts.get(point.name) ?? 0 }));
    result = record(judging.end(evidence));
  } catch (cause) {
    const reason = `${why(cause)}${await lastWords(context.lab)}`;
    result = record({ verdict: 'error', reason, expectations: [], instead: [] });
  }
  await tidied;
  if (asFound && result.verdict !== 'error' && result.verdict !== 'inconclusive')
    return { record: result, fixture: attempt.fixture };
  if (reuse || tidied === null) await takeDown();
  return { record: result, fixture: null };
}

/** Writes the journeys beside the recording, and comments into it. A failure is a step: the evidence is as good without. */
async function writeJoined(
  directory: string,
  paths: Evidence,
  { journeys, problems }: JoinedRecording,
  scene: Topology,
  steps: Step[],
): Promise<void> {
  const started = performance.now();
  try {
    if (problems.length > 0) throw new Error(problems.join('; '));
    await writeJourneys(directory, paths, journeys);
    await annotateRecording(locateEvidence(directory, paths, 'recording'), journeys, listAddressNames(scene));
  } catch (cause) {
    steps.push({
      phase: 'when',
      place: 'host',
      command: 'writing comments into the recording',
      output: why(cause),
      status: 1,
      milliseconds: Math.round(performance.now() - started),
    });
  }
}

/**
 * Milliseconds that an answer may take. Every link is on this machine, so a hundredth would do; on a busy one a program waits for a
 * core, and what comes late has come. Under a sabotage most answers never come, and each would be waited for.
 */
const patience = { answered: 15_000, sabotaged: 2000 };

interface Attempt {
  fixture: ReusableFixture | null;
  points: readonly PointRecord[];
  evidence: Evidence;
  sabotage: string | null;
}

/**
 * Bytes of a point's ring. A check sends some hundred frames, and the kernel clears a ring's memory before it gives it: with
 * megabytes to spare for each of some hundred checks' points that was a seventh of a run's CPU time. These are eight blocks of
 * libpcap's, none closed before 20 ms, so a reader may stall 160 ms under steady traffic; a frame lost makes the check an error.
 */
const ringBytes = 2 << 20;

const none: Evidence = {
  recording: null,
  firewallBefore: null,
  firewallAfter: null,
  scene: null,
  engineLog: null,
  trace: null,
};

/** Builds, records and keeps. What was kept is in `attempt.evidence` however far it came. */
async function perform(check: AnyCheck, context: CheckSetup, stage: CheckContext, attempt: Attempt): Promise<void> {
  const { paths } = nameEvidence(check.id);
  const file = (name: string) => join(context.directory, name);
  const given = givenOf(check, context.sabotaged);
  const logged = stage.lab.engineLog().length;
  attempt.fixture ??= await ReusableFixture.create(stage, await buildFixture(stage, given, context.engine), {
    id: check.id,
    key: context.fixtureKey,
  });
  const built = attempt.fixture.fixture;
  stage.phase = 'sabotage';
  if (context.sabotaged) attempt.sabotage = await applySabotage(check, stage, built);
  stage.phase = 'when';
  stage.engineActions.length = 0;
  stage.engineRefused = false;
  const endTraces = await beginTraces(stage, context.tracer, built);
  const [recording, before, routersBefore] = await Promise.all([
    context.recorder.record({ file: file(paths.recording), points: built.points.map((p) => p.point), ringBytes }),
    listing(stage),
    listings(built.routers),
  ]);
  attempt.evidence = { ...attempt.evidence, recording: paths.recording };
  const ended = await new Promise((resolve) => {
    resolve(check.when(built.live as never));
  }).then(
    (outcome) => ({ outcome }),
    (cause: unknown) => ({ cause }),
  );
  const [[summary, traces], after, routersAfter] = await Promise.all([
    // Traced to the recording's end, so that no packet in it was handled behind the trace's back.
    recording.stop().then(async (stopped) => [stopped, await endTraces()] as const),
    listing(stage),
    listings(built.routers),
  ]);
  const routers = Object.fromEntries(
    built.routers.map(({ key }) => [key, { before: routersBefore[key] ?? '', after: routersAfter[key] ?? '' }]),
  );
  attempt.points = pointRecords(built, summary);
  const engineFailures = stage.engineActions.filter(({ ok }) => !ok);
  const kept: SceneFile = {
    scene: built.topology(),
    outcome: 'outcome' in ended ? (ended.outcome ?? null) : null,
    proof: proofOf(summary),
    routers,
    engineFailures,
    aborted: 'cause' in ended ? why(ended.cause) : null,
  };
  await Promise.all([
    writeEvidence(file(paths.firewallBefore), before),
    writeEvidence(file(paths.firewallAfter), after),
    writeEvidence(file(paths.scene), JSON.stringify(kept, null, 1)),
    writeEvidence(file(paths.engineLog), stage.lab.engineLog().slice(logged)),
    writeEvidence(file(paths.trace), formatTraceFile(traces)),
  ]);
  attempt.evidence = paths;
  // Where the engine failed before, that is the outcome, unless it has died since.
  const isOutcome = engineFailures.length > 0 && (stage.engineRefused || (await stage.lab.engine.isReachable()));
  if ('cause' in ended && !isOutcome)
    throw new Error(`the check’s own traffic failed: ${why(ended.cause)}`, { cause: ended.cause });
}

/** What the recorder says of the recording, as kept for judging now and later. */
function proofOf(summary: RecordingSummary): Proof {
  const gone = summary.gone.map(({ point, reason }) => ({ point, reason }));
  return {
    lost: summary.lost,
    unproven: [
      ...gone,
      ...summary.unproven.map(({ point, marker, reason }) => ({
        point,
        reason: `its ${marker} marker did not come back (${reason})`,
      })),
    ],
  };
}

/** The routers' firewalls, by their keys. */
async function listings(routers: Fixture['routers']): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(routers.map(async (router) => [router.key, await router.listFirewall()] as const)),
  );
}

async function listing(stage: CheckContext): Promise<string> {
  return (await listSnapshot((argv) => stage.lab.runOnHost(argv), 'ipv4')).text;
}

function pointRecords(built: Fixture, summary: RecordingSummary): PointRecord[] {
  return built.points.map(({ point, region, order }) => {
    const counts = summary.statistics.find((s) => s.point === point.name);
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

/** What an engine that died in the middle of a check said last; empty where it still answers. */
async function lastWords(lab: Lab): Promise<string> {
  if (await lab.engine.isReachable()) return '';
  return `. The engine no longer answers; the end of its log: ${lab.engineLog().trim().split('\n').slice(-5).join(' | ')}`;
}

function why(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
