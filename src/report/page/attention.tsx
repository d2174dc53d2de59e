import type { VNode } from 'preact';
import { displayTitle, type CheckRecord, type Verdict } from '../../record/index.js';
import { Chip } from './text.js';
import { linkToId } from '../text.js';

const loud: readonly Verdict[] = ['deviates', 'error', 'inconclusive', 'unexpected pass'];

/** What a person should look at first: deviations, errors, inconclusive checks and unexpected passes, each with what was expected and seen. */
export function Highlights({ checks }: { readonly checks: readonly CheckRecord[] }): VNode | null {
  const listed = loud.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
  if (listed.length === 0) return null;
  return (
    <section class="attention" aria-labelledby="attention">
      <h2 id="attention">Look at these first</h2>
      <ul>
        {listed.map((check) => (
          <li key={check.id}>
            <Chip verdict={check.verdict} />
            <div>
              <p>
                <a href={linkToId(check.id)}>{check.id}</a> <span class="standing">{check.verdict}</span>
              </p>
              {sentences(check).map(([name, text]) => (
                <p key={name} class="sentence">
                  <b>{name}</b> <span>{text}</span>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Expected and seen of the first line that failed; the reason where no line did, or where it says more. */
function sentences(check: CheckRecord): readonly (readonly [string, string])[] {
  const failed = check.expectations.find(({ held, inconclusive }) => !held || inconclusive);
  if (check.verdict === 'deviates' && failed !== undefined)
    return [
      ['Expected', failed.expected],
      ['Seen', failed.seen],
    ];
  if (check.verdict === 'error' || check.verdict === 'inconclusive') return [['Why', check.reason]];
  return [
    ['Claim', displayTitle(check)],
    ['Now', check.reason === '' ? 'the deviation expected on this engine is gone' : check.reason],
  ];
}
