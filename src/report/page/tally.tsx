import type { VNode } from 'preact';
import { countVerdicts, type CheckRecord, type Verdict } from '../../record/index.js';
import { describeFinding, type Finding } from '../finding.js';
import { verdictSigns } from '../verdict.js';
import { Chip } from './text.js';

/** How many checks found each outcome. */
export function countOutcomes(checks: readonly CheckRecord[]): Readonly<Record<Finding['outcome'], number>> {
  const counts = { holds: 0, 'does not hold': 0, 'not tried': 0, inconclusive: 0, error: 0 };
  for (const check of checks) counts[describeFinding(check).outcome] += 1;
  return counts;
}

/** One line: how many statements hold, do not hold, were not tried; each with the signs that it is made of. */
export function Tally({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  const counts = countOutcomes(checks);
  const fresh = countVerdicts(checks).deviates;
  const parts: readonly { readonly outcome: Finding['outcome']; readonly words: string; readonly always: boolean }[] = [
    { outcome: 'holds', words: counts.holds === 1 ? 'holds' : 'hold', always: true },
    {
      outcome: 'does not hold',
      words: `${counts['does not hold'] === 1 ? 'does' : 'do'} not hold${fresh === 0 ? '' : fresh === counts['does not hold'] ? ', new' : `, ${fresh} of them new`}`,
      always: true,
    },
    { outcome: 'not tried', words: 'not tried', always: true },
    { outcome: 'inconclusive', words: 'inconclusive', always: false },
    { outcome: 'error', words: counts.error === 1 ? 'error' : 'errors', always: false },
  ];
  return (
    <ul class="tally">
      {parts
        .filter(({ outcome, always }) => always || counts[outcome] > 0)
        .map(({ outcome, words }) => (
          <li key={outcome} class={counts[outcome] === 0 ? 'zero' : ''}>
            {verdictsOf(checks, outcome).map((verdict) => (
              <Chip key={verdict} verdict={verdict} />
            ))}
            <span>
              <b>{counts[outcome]}</b> {words}
            </span>
          </li>
        ))}
    </ul>
  );
}

/** Returns the verdicts of checks with this outcome, those to look at first in front. */
function verdictsOf(checks: readonly CheckRecord[], outcome: Finding['outcome']): readonly Verdict[] {
  const present = new Set(
    checks.filter((check) => describeFinding(check).outcome === outcome).map(({ verdict }) => verdict),
  );
  return verdictSigns.map(({ verdict }) => verdict).filter((verdict) => present.has(verdict));
}
