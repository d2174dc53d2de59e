import { satisfies } from 'semver';
import type { CheckRecord, ExpectationRecord } from '../record/index.js';
import type { AnyCheck } from './conformance.js';
import type { Evidence, Expectation, Finding, Proof } from './expectation.js';
import { placesOf } from './places.js';
import type { Scene } from './scene.js';

/** A verdict with what it stands on. */
export type Judgement = Pick<CheckRecord, 'verdict' | 'known' | 'news' | 'reason' | 'expectations' | 'instead'>;

/** Judges a check from its evidence alone. Pure, so that a record can be judged again. */
export function judge(check: AnyCheck, scene: Scene, outcome: unknown, evidence: Evidence): Judgement {
  const places = placesOf(scene) as never;
  const lines = check.then(places, outcome as never);
  const unfit = unjudgeable(evidence.proof, lines);
  if (unfit !== null) return { verdict: 'broken', known: false, news: false, instead: [], expectations: [], reason: unfit };
  const expectations = weigh(lines, evidence);
  const known = check.known?.find((k) => satisfies(scene.engine.version, k.engines, { includePrerelease: true }));
  const failed = expectations.filter((e) => !e.held);
  const vacuous = expectations.filter((e) => e.vacuous);
  const plain = { known: false, news: false, instead: [], expectations };
  if (expectations.length === 0) return { ...plain, verdict: 'broken', reason: 'the check expects nothing' };
  if (failed.length === 0 && vacuous.length > 0) {
    return { ...plain, verdict: 'broken', reason: `vacuous: nothing else was seen where "${vacuous[0]?.expected ?? ''}", so it proves nothing` };
  }
  if (failed.length === 0) {
    return known === undefined ? { ...plain, verdict: 'conforms', reason: '' }
      : { ...plain, verdict: 'conforms', news: true, reason: `news: a deviation was expected on this engine (${known.because}), and the claim held` };
  }
  const reason = failed.map((e) => `expected: ${e.expected}; seen: ${e.seen}`).join('. ');
  if (known === undefined) return { ...plain, verdict: 'deviates', reason };
  const instead = weigh(known.instead(places, outcome as never), evidence);
  const asKnown = instead.length > 0 && instead.every((e) => e.held && !e.vacuous);
  return asKnown ? { ...plain, verdict: 'deviates', known: true, reason: known.because, instead }
    : { ...plain, verdict: 'deviates', reason: `not as known: ${instead.filter((e) => !e.held || e.vacuous).map((e) => `expected: ${e.expected}; seen: ${e.seen}`).join('. ')}`, instead };
}

/** Why a recording is not judged: it lost frames, or a point that an expectation is about was not proven live throughout. */
function unjudgeable({ lost, unproven }: Proof, lines: readonly Expectation[]): string | null {
  if (lost > 0) return `the recording lost ${lost} frame${lost === 1 ? '' : 's'}, so it is not judged`;
  const needed = new Set(lines.flatMap((line) => line.points ?? []));
  const missing = unproven.find(({ point }) => needed.has(point));
  return missing === undefined ? null : `the point ${missing.point} was not proven live throughout: ${missing.reason}`;
}

/** Asks each expectation, and finds those absences that nothing at their point controls. */
function weigh(expectations: readonly Expectation[], evidence: Evidence): ExpectationRecord[] {
  const findings = expectations.map((expectation) => ({ expectation, finding: expectation.judge(evidence) }));
  const controlled = new Set(findings.filter(({ expectation, finding }) => expectation.frames === 'seen' && finding.held).flatMap(({ expectation }) => expectation.points ?? []));
  return findings.map(({ expectation, finding }) => line(expectation, finding, finding.held && expectation.frames === 'absent' && !expectation.points?.every((point) => controlled.has(point))));
}

function line(expectation: Expectation, finding: Finding, vacuous: boolean): ExpectationRecord {
  return { expected: expectation.expected, held: finding.held, seen: finding.seen, vacuous, frames: finding.frames ?? [], rules: finding.rules ?? [] };
}
