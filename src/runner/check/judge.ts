import {
  type About,
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
import { includesEngine, type Evidence as EvidencePaths, type ExpectationRecord } from '../../record/index.js';
import { deviatesFor } from './missing-chain.js';
import { weigh, type Judgement } from './weigh.js';

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
  const { topology, outcome, evidence, aborted, missingChain = null } = await readEvidence(directory, paths, shared);
  if (missingChain !== null) return deviatesFor(missingChain);
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
  readonly #about: About;
  readonly #firewallBackend: Topology['engine']['firewallBackend'];
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
    const { firewallBackend } = topology.engine;
    this.#about = check.about ?? 'behaviour';
    this.#firewallBackend = firewallBackend;
    const known = check.known?.find((range) => includesEngine(range, topology.engine));
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
    if (flaw !== null) return { verdict: 'error', instead: [], expectations: [], rulesFinding: null, reason: flaw };
    const evaluate = (expectations: readonly Expectation[]) =>
      this.#evaluate([...expectations, ...unexpectedFailures(expectations, evidence.engineFailures ?? [])], evidence);
    const known = this.#known;
    return weigh({
      about: this.#about,
      expectations: evaluate(this.#expectations),
      known: known && { because: known.because, instead: () => evaluate(known.instead) },
    });
  }

  /** Evaluates expectations. An absence that held is inconclusive without a frame seen at the same point. */
  #evaluate(expectations: readonly Expectation[], evidence: Evidence): ExpectationRecord[] {
    const findings = expectations.map((expectation) => [expectation, this.#find(expectation, evidence)] as const);
    const controlled = new Set(
      findings.flatMap(([{ frames, points = [] }, { held }]) => (frames === 'seen' && held ? points : [])),
    );
    return findings.map(([line, finding]) => ({
      expected: line.expected,
      about: line.about ?? this.#about,
      guard: line.guard === true,
      undocumented: finding.undocumented === true,
      held: finding.held,
      missingChain: finding.missingChain ?? null,
      seen: finding.seen,
      inconclusive: finding.held && line.frames === 'absent' && !line.points?.every((point) => controlled.has(point)),
      frames: finding.frames ?? [],
      rules: finding.rules ?? [],
    }));
  }

  #find(line: Expectation, evidence: Evidence): Finding {
    if (line.watch !== undefined) return this.#watches.get(line)!.finding();
    // A guard is about a rule of the check's own, which is iptables' on either backend.
    if (line.iptablesOnly === true && line.guard !== true && this.#firewallBackend === 'nftables')
      return { held: true, undocumented: true, seen: 'no rule is documented for the nftables backend' };
    return line.judge(evidence);
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

/** Returns why a recording cannot be judged: it lost frames, or a point of an expectation was not proven live. */
function findFlaw({ lost, unproven }: Proof, expectations: readonly Expectation[]): string | null {
  if (lost > 0) return `the recording lost ${lost} frame${lost === 1 ? '' : 's'}, so it is not judged`;
  const needed = new Set(expectations.flatMap(({ points }) => points ?? []));
  const missing = unproven.find(({ point }) => needed.has(point));
  return missing === undefined ? null : `the point ${missing.point} was not proven live throughout: ${missing.reason}`;
}
