import { satisfies } from 'semver';
import {
  type AnyCheck,
  type Evidence,
  type Expectation,
  type Finding,
  MissingAddressError,
  placesOf,
  type Proof,
  that,
  type Topology,
  unexpectedFailures,
  type Watch,
} from '../../check/index.js';
import { locateEvidence, orderPoints, readEvidence, streamJourneys, type JoinedFrames } from '../../evidence/index.js';
import { countRelevantBytes } from '../../journey/index.js';
import type { CheckRecord, Evidence as EvidencePaths, ExpectationRecord } from '../../record/index.js';

/** A verdict and the expectations it follows from. */
export type Judgement = Pick<CheckRecord, 'verdict' | 'reason' | 'expectations' | 'instead'>;

/**
 * Judges a check again from its evidence. Reads the recording frame by frame, so that some seconds of it fit in memory.
 *
 * @param shared Whether others than the check may have used the firewall meanwhile.
 * @throws if a piece of evidence is missing or damaged, naming it.
 */
export async function judgeEvidence(
  check: AnyCheck,
  directory: string,
  paths: EvidencePaths,
  shared: boolean,
): Promise<Judgement> {
  const { topology, outcome, evidence, aborted } = await readEvidence(directory, paths, shared);
  const judge = new Judge(check, topology, outcome, aborted);
  const recording = locateEvidence(directory, paths, 'recording');
  const stream = streamJourneys(recording, orderPoints(topology.points), countRelevantBytes);
  for (;;) {
    const next = await stream.next();
    if (next.done !== true) judge.add(next.value);
    else if (next.value !== null) throw new Error(next.value);
    else return judge.conclude(evidence);
  }
}

/**
 * Judges a check from its evidence alone, so that `docknet judge` can do it again. Takes the recording in pieces and
 * keeps only what the expectations need, so that it can be of any length.
 */
export class Judge {
  readonly #expectations: readonly Expectation[];
  readonly #known: { readonly because: string; readonly instead: readonly Expectation[] } | undefined;
  readonly #watches = new Map<Expectation, Watch>();

  /**
   * @param outcome What `when` returned.
   * @param aborted Why `when` ended early, without an outcome; then only the engine's failures are judged.
   */
  constructor(check: AnyCheck, topology: Topology, outcome: unknown, aborted: string | null = null) {
    const places = placesOf(topology) as never;
    const expectationsOf = (expect: AnyCheck['expect']) =>
      aborted === null ? requireAddresses(() => expect(places, outcome as never)) : [];
    this.#expectations = expectationsOf(check.expect);
    const { version } = topology.engine;
    const known = check.known?.find(({ engines }) => satisfies(version, engines, { includePrerelease: true }));
    if (known !== undefined) this.#known = { because: known.because, instead: expectationsOf(known.instead) };
    for (const expectation of [...this.#expectations, ...(this.#known?.instead ?? [])])
      if (expectation.watch !== undefined) this.#watches.set(expectation, expectation.watch());
  }

  /** Takes the next frames of the recording, in time order, and the journeys that they completed. */
  add({ frames, journeys }: JoinedFrames): void {
    for (const { see, follow } of this.#watches.values()) {
      if (see !== undefined) for (const frame of frames) see(frame);
      if (follow !== undefined) for (const journey of journeys) follow(journey);
    }
  }

  /** Returns the verdict after the last frame. */
  conclude(evidence: Evidence): Judgement {
    const flaw = findFlaw(evidence.proof, this.#expectations);
    if (flaw !== null) return { verdict: 'error', instead: [], expectations: [], reason: flaw };
    const evaluate = (expectations: readonly Expectation[]) =>
      this.#evaluate([...expectations, ...unexpectedFailures(expectations, evidence.engineFailures ?? [])], evidence);
    return weigh(evaluate(this.#expectations), this.#known?.because, () => evaluate(this.#known?.instead ?? []));
  }

  /** Evaluates expectations. An absence that held is inconclusive without a frame seen at the same point. */
  #evaluate(expectations: readonly Expectation[], evidence: Evidence): ExpectationRecord[] {
    const findings = expectations.map((expectation): readonly [Expectation, Finding] => [
      expectation,
      expectation.watch === undefined ? expectation.judge(evidence) : this.#watches.get(expectation)!.finding(),
    ]);
    const controlled = new Set(
      findings.flatMap(([{ frames, points = [] }, { held }]) => (frames === 'seen' && held ? points : [])),
    );
    return findings.map(([{ expected, frames, points }, finding]) => ({
      expected,
      held: finding.held,
      seen: finding.seen,
      inconclusive: finding.held && frames === 'absent' && !points?.every((point) => controlled.has(point)),
      frames: finding.frames ?? [],
      rules: finding.rules ?? [],
    }));
  }
}

/** Returns a check's expectations; one unmet expectation if they need an address that a place does not have. */
function requireAddresses(expect: () => readonly Expectation[]): readonly Expectation[] {
  try {
    return expect();
  } catch (cause) {
    if (!(cause instanceof MissingAddressError)) throw cause;
    return [that(`${cause.key} has an address`, false, 'it has none')];
  }
}

/**
 * Derives the verdict from a check's expectations.
 *
 * @param known Why the check is known to deviate on this engine; undefined if it is not.
 * @param evaluateInstead Evaluates what a known deviation expects in place of the claim.
 */
function weigh(
  expectations: readonly ExpectationRecord[],
  known: string | undefined,
  evaluateInstead: () => readonly ExpectationRecord[],
): Judgement {
  const judgement = { instead: [], expectations };
  if (expectations.length === 0) return { ...judgement, verdict: 'error', reason: 'the check expects nothing' };
  const failed = expectations.filter(({ held }) => !held);
  const inconclusive = expectations.find((expectation) => expectation.inconclusive);
  if (failed.length === 0 && inconclusive !== undefined)
    return { ...judgement, verdict: 'inconclusive', reason: `${inconclusive.expected}: ${nothingProven}` };
  if (failed.length === 0 && known === undefined) return { ...judgement, verdict: 'conforms', reason: '' };
  if (failed.length === 0) {
    const reason = `a deviation was expected on this engine (${known}), and the claim held`;
    return { ...judgement, verdict: 'unexpected pass', reason };
  }
  if (known === undefined) return { ...judgement, verdict: 'deviates', reason: describeFailures(failed) };
  const instead = evaluateInstead();
  const unmet = instead.filter((expectation) => !expectation.held || expectation.inconclusive);
  if (instead.length > 0 && unmet.length === 0)
    return { ...judgement, verdict: 'known deviation', reason: known, instead };
  return { ...judgement, verdict: 'deviates', reason: `not as known: ${describeFailures(unmet)}`, instead };
}

/** Why an absence without a positive control at its point settles nothing. */
const nothingProven = 'no other frame was seen at this point, so "never saw" proves nothing';

const describeFailures = (expectations: readonly ExpectationRecord[]): string =>
  expectations.map(({ expected, seen }) => `expected: ${expected}; seen: ${seen}`).join('. ');

/** Returns why a recording cannot be judged: it lost frames, or a point of an expectation was not proven live. */
function findFlaw({ lost, unproven }: Proof, expectations: readonly Expectation[]): string | null {
  if (lost > 0) return `the recording lost ${lost} frame${lost === 1 ? '' : 's'}, so it is not judged`;
  const needed = new Set(expectations.flatMap(({ points }) => points ?? []));
  const missing = unproven.find(({ point }) => needed.has(point));
  return missing === undefined ? null : `the point ${missing.point} was not proven live throughout: ${missing.reason}`;
}
