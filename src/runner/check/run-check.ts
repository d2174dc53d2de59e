import { MissingChainError, type AnyCheck, type CheckContext, type Topology } from '../../check/index.js';
import {
  annotateRecording,
  joinRecording,
  listAddressNames,
  locateEvidence,
  makeEvidenceDirectory,
  readEvidence,
  writeJourneys,
  type JoinedRecording,
} from '../../evidence/index.js';
import type { Lab } from '../../lab/index.js';
import type { CheckRecord, Evidence, Step } from '../../record/index.js';
import { applySabotage, givenOf } from '../fixture/apply-sabotage.js';
import { buildFixture } from '../fixture/fixture.js';
import { ReusableFixture, undoAll } from '../fixture/reusable-fixture.js';
import { unjudgedRecord } from '../worker/protocol.js';
import { Judge } from './judge.js';
import type { Judgement } from './weigh.js';
import { deviatesFor, isDeviation, notApplicableFor } from './missing-chain.js';
import { judgeRefusal } from './refused-given.js';
import { messageOf, recordTraffic, type RecordingTools, type TrafficRecord } from './record-traffic.js';

/** What a check runs with. */
export interface CheckSetup extends Omit<RecordingTools, 'engineLogStart'> {
  readonly lab: Lab;
  readonly run: string;
  readonly engine: Topology['engine'];
  /** Whether to run it under its sabotage. */
  readonly sabotaged: boolean;
  /** Whether there is a fault in the engine. */
  readonly faulty: boolean;
  /** An earlier check's fixture with the same key; null to build one. */
  readonly fixture: ReusableFixture | null;
  /** The key of the fixture if another check is to reuse it, else null. */
  readonly fixtureKey: string | null;
}

export interface CheckRun {
  readonly record: CheckRecord;
  /** The fixture if another check can reuse it; null if it was removed. */
  readonly fixture: ReusableFixture | null;
}

/**
 * Milliseconds to wait for an answer. Every link is on this machine, so a hundredth would do, but on a busy machine
 * programs wait for a core. Under a sabotage most answers never come, under a fault some.
 */
const answerTimeoutsMs = { plain: 15_000, sabotaged: 2000, faulty: 5000 };

/** A check's record in the making, and its fixture. */
interface Draft extends TrafficRecord {
  fixture: ReusableFixture | null;
  sabotage: string | null;
}

/**
 * Runs one check: builds its fixture, records its traffic, judges the evidence, and removes the fixture or leaves it
 * to the next check. Never throws: whatever fails is the record's reason.
 */
export async function runCheck(check: AnyCheck, setup: CheckSetup): Promise<CheckRun> {
  const started = performance.now();
  setup.fixture?.serve(check.id);
  const context = setup.fixture?.context ?? createContext(setup);
  const unjudged = unjudgedRecord(check, 'error', '');
  const draft: Draft = { fixture: setup.fixture, sabotage: null, points: [], evidence: unjudged.evidence };
  let { steps } = context;
  let cleanUp: Promise<boolean> | null = null;
  let judgement: Judgement;
  try {
    await makeEvidenceDirectory(setup.directory, check.id);
    await perform(check, setup, context, draft);
    // The evidence is complete: clean up while judging it. Cleaning up is not one of the check's steps.
    steps = [...context.steps];
    const reusable = setup.fixtureKey === null ? null : draft.fixture;
    cleanUp = reusable?.restore() ?? remove(draft, context);
    judgement = await judgeTraffic(check, setup, draft, steps);
  } catch (cause) {
    judgement = await judgeFailure(cause, context, setup);
  }
  const record: CheckRecord = {
    ...unjudged,
    ...judgement,
    steps: [...steps],
    points: draft.points,
    sabotage: draft.sabotage,
    milliseconds: Math.round(performance.now() - started),
    evidence: draft.evidence,
  };
  const isReusable = (await cleanUp) === true && judgement.verdict !== 'error' && judgement.verdict !== 'inconclusive';
  if (isReusable) return { record, fixture: draft.fixture };
  await remove(draft, context);
  return { record, fixture: null };
}

const createContext = ({ lab, run, sabotaged, faulty }: CheckSetup): CheckContext => ({
  lab,
  lan: lab.parts.lans[0],
  run,
  sabotaged,
  timeoutMs: answerTimeoutsMs[sabotaged ? 'sabotaged' : faulty ? 'faulty' : 'plain'],
  steps: [],
  phase: 'given',
  undo: [],
  engineActions: [],
  engineRefused: false,
});

/** Removes a check's fixture, if there is one, and undoes its changes. @returns false. */
async function remove({ fixture }: Draft, { undo }: CheckContext): Promise<false> {
  await (fixture === null ? undoAll(undo) : fixture.remove());
  return false;
}

/** Builds the fixture, applies the sabotage, and records the traffic. */
async function perform(check: AnyCheck, setup: CheckSetup, context: CheckContext, draft: Draft): Promise<void> {
  const { lab, engine, sabotaged } = setup;
  const engineLogStart = lab.engineLog().length;
  draft.fixture ??= await ReusableFixture.create(
    context,
    await buildFixture(context, givenOf(check, sabotaged), engine),
    { id: check.id, key: setup.fixtureKey },
  );
  const { fixture } = draft.fixture;
  context.phase = 'sabotage';
  if (sabotaged) draft.sabotage = await applySabotage(check, context, fixture);
  context.phase = 'when';
  await recordTraffic(check, context, fixture, { ...setup, engineLogStart }, draft);
}

/** Judges the evidence, and writes the journeys beside the recording. @throws if a piece of evidence cannot be read. */
async function judgeTraffic(
  check: AnyCheck,
  { directory, lab }: CheckSetup,
  draft: Draft,
  steps: Step[],
): Promise<Judgement> {
  const isShared = lab.parts.kind === 'host';
  const { topology, outcome, evidence, aborted } = await readEvidence(directory, draft.evidence, isShared);
  const judge = new Judge(check, topology, outcome, aborted);
  const counts = new Map<string, number>();
  const joined = await joinRecording(directory, draft, undefined, (batch) => {
    judge.add(batch);
    for (const { point } of batch.frames) counts.set(point, (counts.get(point) ?? 0) + 1);
  });
  if (joined.damaged !== null) throw new Error(joined.damaged);
  await annotate(directory, draft.evidence, joined, topology, steps);
  draft.points = draft.points.map((point) => ({ ...point, frames: counts.get(point.name) ?? 0 }));
  return judge.conclude(evidence);
}

/**
 * Writes the journeys beside the recording, and comments into it. The evidence is complete without: a failure is a
 * step.
 */
async function annotate(
  directory: string,
  paths: Evidence,
  { journeys, problems }: JoinedRecording,
  topology: Topology,
  steps: Step[],
): Promise<void> {
  const started = performance.now();
  try {
    if (problems.length > 0) throw new Error(problems.join('; '));
    await writeJourneys(directory, paths, journeys);
    await annotateRecording(locateEvidence(directory, paths, 'recording'), journeys, listAddressNames(topology));
  } catch (cause) {
    steps.push({
      phase: 'when',
      place: 'host',
      command: 'writing comments into the recording',
      output: messageOf(cause),
      status: 1,
      milliseconds: Math.round(performance.now() - started),
    });
  }
}

/**
 * Judges a check without an outcome: an error, unless the engine refused what the check is given, or a rule of its own
 * needs a chain that is not there.
 */
async function judgeFailure(cause: unknown, context: CheckContext, { engine, lab }: CheckSetup): Promise<Judgement> {
  if (cause instanceof MissingChainError)
    return isDeviation(cause.missing, context, engine)
      ? deviatesFor(cause.missing)
      : notApplicableFor(cause.missing, engine);
  const refused = await judgeRefusal(cause, context);
  if (refused !== null) return refused;
  const reason = `${messageOf(cause)}${await describeDeadEngine(lab)}`;
  return { verdict: 'error', reason, rulesFinding: null, expectations: [], instead: [] };
}

/** Describes an engine that no longer answers, with the end of its log; empty if it answers. */
async function describeDeadEngine(lab: Lab): Promise<string> {
  if (await lab.engine.isReachable()) return '';
  const log = lab.engineLog().trim().split('\n').slice(-5).join(' | ');
  return `. The engine no longer answers; the end of its log: ${log}`;
}
