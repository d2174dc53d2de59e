import { satisfies } from 'semver';
import type { CheckRecord, ExpectationRecord } from '../../record/index.js';
import type { AnyCheck } from '../../check/conformance.js';
import type { Evidence, Expectation, Finding, Proof, Watch } from '../../check/expectation.js';
import type { JoinedFrames } from '../../evidence/index.js';
import { placesOf } from '../../check/places.js';
import { MissingAddressError } from '../../check/words/address.js';
import { unexpectedFailures } from '../../check/words/engine-action.js';
import { that } from '../../check/words/fact.js';
import type { Topology } from '../../check/topology.js';

/** A verdict with what it stands on. */
export type Judgement = Pick<CheckRecord, 'verdict' | 'reason' | 'expectations' | 'instead'>;

/**
 * Judges a check from its evidence alone, so that a record can be judged again. The recording is shown frame by frame and
 * nothing of it is kept but what the check's lines need, so it may be of any length.
 */
export class Judging {
  readonly #lines: readonly Expectation[];
  readonly #known: { readonly because: string; readonly instead: readonly Expectation[] } | undefined;
  readonly #watches = new Map<Expectation, Watch>();
  readonly #seers: readonly NonNullable<Watch['see']>[];
  readonly #followers: readonly NonNullable<Watch['follow']>[];

  /** @param aborted Why `when` ended early, without an outcome; the engine's failures are all there is to judge then. */
  constructor(check: AnyCheck, scene: Topology, outcome: unknown, aborted: string | null = null) {
    const places = placesOf(scene) as never;
    const linesOf = (lines: (typeof check)['expect']) =>
      aborted === null ? expectAddresses(() => lines(places, outcome as never)) : [];
    this.#lines = linesOf(check.expect);
    const known = check.known?.find((k) => satisfies(scene.engine.version, k.engines, { includePrerelease: true }));
    this.#known = known === undefined ? undefined : { because: known.because, instead: linesOf(known.instead) };
    for (const line of [...this.#lines, ...(this.#known?.instead ?? [])])
      if (line.watch !== undefined) this.#watches.set(line, line.watch());
    this.#seers = [...this.#watches.values()].flatMap(({ see }) => see ?? []);
    this.#followers = [...this.#watches.values()].flatMap(({ follow }) => follow ?? []);
  }

  /** Takes the next frames of the recording, in time order, and the journeys that they completed. */
  add({ frames, journeys }: JoinedFrames): void {
    for (const frame of frames) for (const see of this.#seers) see(frame);
    for (const journey of journeys) for (const follow of this.#followers) follow(journey);
  }

  /** The verdict, when every frame was shown. */
  end(evidence: Evidence): Judgement {
    const unfit = unjudgeable(evidence.proof, this.#lines);
    if (unfit !== null) return { verdict: 'error', instead: [], expectations: [], reason: unfit };
    const weigh = (lines: readonly Expectation[]) =>
      this.#weigh([...lines, ...unexpectedFailures(lines, evidence.engineFailures ?? [])], evidence);
    return verdict(weigh(this.#lines), this.#known?.because, () => weigh(this.#known?.instead ?? []));
  }

  /** Asks each expectation, and finds those absences that nothing at their point controls. */
  #weigh(expectations: readonly Expectation[], evidence: Evidence): ExpectationRecord[] {
    const findings = expectations.map((expectation) => ({
      expectation,
      finding:
        expectation.watch === undefined ? expectation.judge(evidence) : this.#watches.get(expectation)!.finding(),
    }));
    const controlled = new Set(
      findings
        .filter(({ expectation, finding }) => expectation.frames === 'seen' && finding.held)
        .flatMap(({ expectation }) => expectation.points ?? []),
    );
    return findings.map(({ expectation, finding }) =>
      line(
        expectation,
        finding,
        finding.held && expectation.frames === 'absent' && !expectation.points?.every((point) => controlled.has(point)),
      ),
    );
  }
}

/** Returns the lines of a check; one unmet line where a place has no address that they need. */
function expectAddresses(lines: () => readonly Expectation[]): readonly Expectation[] {
  try {
    return lines();
  } catch (cause) {
    if (!(cause instanceof MissingAddressError)) throw cause;
    return [that(`${cause.key} has an address`, false, 'it has none')];
  }
}

/**
 * What follows from the lines of a check.
 *
 * @param known Why the check is known to deviate on this engine; undefined where it is not.
 * @param weighInstead Weighs what a known deviation expects in place of the claim.
 */
function verdict(
  expectations: readonly ExpectationRecord[],
  known: string | undefined,
  weighInstead: () => readonly ExpectationRecord[],
): Judgement {
  const failed = expectations.filter((e) => !e.held);
  const plain = { instead: [], expectations };
  if (expectations.length === 0) return { ...plain, verdict: 'error', reason: 'the check expects nothing' };
  const inconclusive = expectations.find((e) => e.inconclusive);
  if (failed.length === 0 && inconclusive !== undefined)
    return { ...plain, verdict: 'inconclusive', reason: `${inconclusive.expected}: ${nothingProven}` };
  if (failed.length === 0) {
    return known === undefined
      ? { ...plain, verdict: 'conforms', reason: '' }
      : {
          ...plain,
          verdict: 'unexpected pass',
          reason: `a deviation was expected on this engine (${known}), and the claim held`,
        };
  }
  const reason = failed.map(against).join('. ');
  if (known === undefined) return { ...plain, verdict: 'deviates', reason };
  const instead = weighInstead();
  const asKnown = instead.length > 0 && instead.every((e) => e.held && !e.inconclusive);
  return asKnown
    ? { ...plain, verdict: 'known deviation', reason: known, instead }
    : {
        ...plain,
        verdict: 'deviates',
        reason: `not as known: ${instead
          .filter((e) => !e.held || e.inconclusive)
          .map(against)
          .join('. ')}`,
        instead,
      };
}

/** Why an absence without a positive control at its point settles nothing. */
const nothingProven = 'no other frame was seen at this point, so "never saw" proves nothing';

const against = (e: ExpectationRecord): string => `expected: ${e.expected}; seen: ${e.seen}`;

/** Why a recording is not judged: it lost frames, or a point that an expectation is about was not proven live throughout. */
function unjudgeable({ lost, unproven }: Proof, lines: readonly Expectation[]): string | null {
  if (lost > 0) return `the recording lost ${lost} frame${lost === 1 ? '' : 's'}, so it is not judged`;
  const needed = new Set(lines.flatMap((line) => line.points ?? []));
  const missing = unproven.find(({ point }) => needed.has(point));
  return missing === undefined ? null : `the point ${missing.point} was not proven live throughout: ${missing.reason}`;
}

function line(expectation: Expectation, finding: Finding, inconclusive: boolean): ExpectationRecord {
  return {
    expected: expectation.expected,
    held: finding.held,
    seen: finding.seen,
    inconclusive,
    frames: finding.frames ?? [],
    rules: finding.rules ?? [],
  };
}
