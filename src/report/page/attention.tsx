import type { VNode } from 'preact';
import type { CheckRecord } from '../../record/types.js';
import { within } from '../evidence-path.js';
import { signOf, standingOf } from '../standing.js';
import type { Standing } from '../types.js';
import { Chip } from './text.js';

const loud: readonly Standing[] = ['new', 'broken', 'news'];

/** What a person should look at first: new deviations, broken checks, news, each with what was expected and seen. */
export function Attention({ checks }: { readonly checks: readonly CheckRecord[] }): VNode | null {
  const listed = loud.flatMap((standing) => checks.filter((check) => standingOf(check) === standing));
  if (listed.length === 0) return null;
  return (
    <section class="attention" aria-labelledby="attention">
      <h2 id="attention">Look at these first</h2>
      <ul>
        {listed.map((check) => (
          <li key={check.id}>
            <Chip standing={standingOf(check)} />
            <div>
              <p>
                <a href={within(check.id)}>{check.id}</a> <span class="standing">{signOf(standingOf(check)).name}</span>
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
  const failed = check.expectations.find(({ held, vacuous }) => !held || vacuous);
  if (check.verdict === 'deviates' && failed !== undefined)
    return [
      ['Expected', failed.expected],
      ['Seen', failed.seen],
    ];
  if (check.verdict === 'broken') return [['Why', check.reason]];
  return [
    ['Claim', check.title],
    ['News', check.reason === '' ? 'the deviation that was expected on this engine is gone' : check.reason],
  ];
}
