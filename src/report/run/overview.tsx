import type { VNode } from 'preact';
import {
  countVerdicts,
  describeEngine,
  displayTitle,
  groupRules,
  isRulesDeviation,
  type CheckRecord,
  type RunRecord,
} from '../../record/index.js';
import { clip } from '../../text/index.js';
import { linkToId, pluralize } from '../text.js';
import { CheckGroups } from './check-groups.js';
import { findSign, passReason, selectAlarming, verdictClass, VerdictChip, verdictSigns } from '../verdict.js';

/**
 * The outcome in one sentence, the counts that filter the checks and explain the verdicts, what to look at first, and
 * the checks by area.
 */
export function Overview({ record }: { readonly record: RunRecord }): VNode {
  return (
    <section class="overview" aria-label="Overview">
      <div>
        <h2>{describeOutcome(record)}</h2>
        <VerdictCounts checks={record.checks} />
        <Highlights checks={record.checks} />
      </div>
      <AreaTable checks={record.checks} />
    </section>
  );
}

function describeOutcome({ checks, cell }: RunRecord): string {
  const counts = countVerdicts(checks.filter((check) => !isRulesDeviation(check)));
  const where = `on engine ${describeEngine(cell)}`;
  const total = pluralize(checks.length, 'check');
  const alarms = [
    counts.deviates > 0 ? `${counts.deviates} ${counts.deviates === 1 ? 'deviates' : 'deviate'}` : '',
    counts.error > 0 ? pluralize(counts.error, 'error') : '',
    counts.inconclusive > 0 ? `${counts.inconclusive} inconclusive` : '',
    counts['unexpected pass'] > 0
      ? `${counts['unexpected pass']} unexpected ${counts['unexpected pass'] === 1 ? 'pass' : 'passes'}`
      : '',
  ].filter((part) => part !== '');
  if (checks.length === 0) return `No check was run ${where}`;
  if (alarms.length > 0) return `Of ${total} ${where}: ${alarms.join(', ')}`;
  if (counts['known deviation'] > 0) return `No new deviation in ${total} ${where}`;
  return `No deviation in ${total} ${where}`;
}

function VerdictCounts({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  const counts = countVerdicts(checks);
  return (
    <div class="counts" role="group" aria-label="Filter by verdict">
      {verdictSigns.map(({ verdict, meaning }) => (
        <button
          type="button"
          key={verdict}
          class="count"
          aria-pressed="false"
          data-filter={verdict}
          disabled={counts[verdict] === 0}
        >
          <VerdictChip verdict={verdict} />
          <b>{counts[verdict]}</b>
          <span class="name">{verdict}</span>
          <span class="meaning">{meaning}</span>
        </button>
      ))}
    </div>
  );
}

function AreaTable({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
  return (
    <div class="matrix">
      <h2>Checks by area</h2>
      <table>
        <tbody>
          {groupByArea(checks).map(({ area, members }) => (
            <tr key={area}>
              <th scope="row">
                <a href={linkToId(areaId(area))}>{area}</a>
              </th>
              <td>
                <ul>
                  {members.map((check) => (
                    <li key={check.id}>
                      <a
                        href={linkToId(check.id)}
                        class={`chip ${verdictClass(check.verdict)}`}
                        data-cell={check.id}
                        title={`${check.id}: ${check.verdict}\n${displayTitle(check)}`}
                        aria-label={`${check.id}: ${check.verdict}`}
                      >
                        {findSign(check.verdict).sign}
                      </a>
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="readout scripted" aria-hidden="true" data-readout>
        Hover a square to see its check.
      </p>
    </div>
  );
}

/** Returns the id of an area's part of the list. Checks' ids have one slash, so no check has this id. */
export function areaId(area: string): string {
  return `areas/${area}/`;
}

/** Groups checks by the part of the id before the slash; areas and checks keep the record's order. */
export function groupByArea(
  checks: readonly CheckRecord[],
): readonly { readonly area: string; readonly members: readonly CheckRecord[] }[] {
  const areas = new Map<string, CheckRecord[]>();
  for (const check of checks) {
    const area = check.id.split('/')[0] ?? check.id;
    const members = areas.get(area);
    if (members === undefined) areas.set(area, [check]);
    else members.push(check);
  }
  return [...areas].map(([area, members]) => ({ area, members }));
}

/** Lists the checks that need attention, each with what was expected and seen; nothing where there are none. */
function Highlights({ checks }: { readonly checks: readonly CheckRecord[] }): VNode | null {
  const listed = selectAlarming(checks);
  if (listed.length === 0) return null;
  return (
    <section class="highlights" aria-labelledby="highlights">
      <h2 id="highlights">Look at these first</h2>
      <ul>
        {listed.map((check) => (
          <li key={check.id}>
            <VerdictChip verdict={check.verdict} />
            <div>
              <p>
                <a href={linkToId(check.id)}>{check.id}</a> <span class="verdict">{check.verdict}</span>
              </p>
              {listSentences(check).map(([name, text]) => (
                <p key={name} class="sentence">
                  <b>{name}</b> <span>{shorten(text)}</span>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Lists, folded, the checks whose rules are not the documented ones, by what changed; nothing if there are none. */
export function OtherRules({ checks }: { readonly checks: readonly CheckRecord[] }): VNode | null {
  const groups = groupRules(checks);
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, group) => sum + group.checks.length, 0);
  return (
    <details class="other-rules">
      <summary>
        <h2>{pluralize(count, 'check')} with other rules than documented</h2> <small>packets fare as documented</small>
      </summary>
      <CheckGroups groups={groups} />
    </details>
  );
}

/** The check itself has the rest: the end of an engine's log, every record of an answer. */
function shorten(text: string): string {
  const [line = '', ...more] = text.split('\n');
  return clip(more.length === 0 ? line : `${line} …`, 300);
}

/** Returns the first expectation that failed and what was seen; the reason if none failed, or if it says more. */
function listSentences(check: CheckRecord): readonly (readonly [string, string])[] {
  const lines = check.expectations.filter(
    ({ about, guard }) => check.about === 'rules' || about === 'behaviour' || guard,
  );
  const failed = lines.find(({ held, inconclusive }) => !held || inconclusive);
  if (check.verdict === 'deviates' && failed !== undefined)
    return [
      ['Expected', failed.expected],
      ['Seen', failed.seen],
    ];
  if (check.verdict === 'error' || check.verdict === 'inconclusive') return [['Reason', check.reason]];
  return [
    ['Claim', displayTitle(check)],
    ['Now', check.reason === '' ? passReason : check.reason],
  ];
}
