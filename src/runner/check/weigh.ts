import type { CheckRecord, ExpectationRecord } from '../../record/index.js';

/** A verdict and the expectations it follows from. */
export type Judgement = Pick<CheckRecord, 'verdict' | 'reason' | 'rulesFinding' | 'expectations' | 'instead'>;

/** A check's expectations, evaluated. */
export interface Evaluated {
  /** What the claim is about. Lines about behaviour alone decide on behaviour, all lines on rules. */
  readonly about: CheckRecord['about'];
  readonly expectations: readonly ExpectationRecord[];
  /** Why the check is known to deviate on this engine, and what it expects there; undefined if it is not. */
  readonly known: { readonly because: string; readonly instead: () => readonly ExpectationRecord[] } | undefined;
}

/** Derives the verdict of a check, and whether its behaviour came about by the documented rules. */
export function weigh({ about, expectations, known }: Evaluated): Judgement {
  const judgement = { instead: [], expectations, rulesFinding: findRules(about, expectations) };
  if (expectations.length === 0) return { ...judgement, verdict: 'error', reason: 'the check expects nothing' };
  const decisive = selectDecisive(about, expectations);
  if (decisive.length === 0) return { ...judgement, verdict: 'error', reason: nothingDecisive };
  if (about === 'rules' && decisive.some(({ undocumented }) => undocumented))
    return {
      ...judgement,
      verdict: 'not applicable',
      reason: 'its rules are not documented for this firewall backend',
    };
  const failed = decisive.filter(({ held }) => !held);
  const unproven = failed.length === 0 ? findUnproven(decisive, expectations) : null;
  if (unproven !== null) return { ...judgement, verdict: 'inconclusive', reason: unproven };
  if (failed.length === 0 && known === undefined) return { ...judgement, verdict: 'conforms', reason: '' };
  if (failed.length === 0) {
    const reason = `a deviation was expected on this engine (${known?.because ?? ''}), and the claim held`;
    return { ...judgement, verdict: 'unexpected pass', reason };
  }
  if (known === undefined) return { ...judgement, verdict: 'deviates', reason: describeFailures(failed) };
  const instead = known.instead();
  const asKnown = { ...judgement, instead, rulesFinding: findRules(about, instead) };
  const decisiveInstead = selectDecisive(about, instead);
  if (decisiveInstead.length === 0) return { ...asKnown, verdict: 'error', reason: nothingDecisive };
  const unmet = decisiveInstead.filter(({ held, inconclusive }) => !held || inconclusive);
  if (unmet.length > 0) return { ...asKnown, verdict: 'deviates', reason: `not as known: ${describeFailures(unmet)}` };
  const unguarded = findUnproven([], instead);
  if (unguarded !== null) return { ...asKnown, verdict: 'inconclusive', reason: unguarded };
  return { ...asKnown, verdict: 'known deviation', reason: known.because };
}

const nothingDecisive = 'the check claims behaviour and expects none: add a line about it, or declare about: "rules"';

const selectDecisive = (about: CheckRecord['about'], lines: readonly ExpectationRecord[]) =>
  about === 'rules' ? lines : lines.filter((line) => line.about === 'behaviour');

/** Says why lines that held prove nothing; null if they do. */
function findUnproven(decisive: readonly ExpectationRecord[], all: readonly ExpectationRecord[]): string | null {
  const absence = decisive.find(({ inconclusive }) => inconclusive);
  if (absence !== undefined)
    return `${absence.expected}: no other frame was seen at this point, so "never saw" proves nothing`;
  const guard = all.find((line) => line.guard && !line.held);
  return guard === undefined ? null : `${describeFailures([guard])}; without it the behaviour proves nothing`;
}

function findRules(about: CheckRecord['about'], lines: readonly ExpectationRecord[]): CheckRecord['rulesFinding'] {
  const rules = lines.filter((line) => line.about === 'rules' && !line.guard);
  if (about === 'rules' || rules.length === 0) return null;
  const judged = rules.filter(({ undocumented }) => !undocumented);
  if (judged.length === 0) return 'none documented';
  return judged.every(({ held }) => held) ? 'as documented' : 'otherwise';
}

/** Describes lines that failed: what was expected, and what was seen. */
export const describeFailures = (lines: readonly ExpectationRecord[]): string =>
  lines.map(({ expected, seen }) => `expected: ${expected}; seen: ${seen}`).join('. ');

/** Returns the judgement of a check that deviates before there is traffic to judge. */
export function deviatesBefore(
  failure: Pick<ExpectationRecord, 'expected' | 'seen'> & Partial<Pick<ExpectationRecord, 'missingChain'>>,
): Judgement {
  const line: ExpectationRecord = {
    about: 'behaviour',
    guard: false,
    undocumented: false,
    held: false,
    missingChain: null,
    inconclusive: false,
    frames: [],
    rules: [],
    ...failure,
  };
  return {
    verdict: 'deviates',
    reason: describeFailures([line]),
    rulesFinding: null,
    expectations: [line],
    instead: [],
  };
}
