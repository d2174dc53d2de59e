import type { VNode } from 'preact';
import { displayTitle, countVerdicts, type CheckRecord, type RunRecord } from '../../record/index.js';
import { signOf, verdictClass, verdictSigns } from '../verdict.js';
import { Chip } from '../page/text.js';
import { linkToId, pluralize } from '../text.js';

/** The outcome in one sentence, the counts that filter (and explain the verdicts), and the matrix of checks by area. */
export function Overview({ record }: { readonly record: RunRecord }): VNode {
  return (
    <>
      <Notices record={record} />
      <section class="overview" aria-label="Overview">
        <div>
          <h2>{outcome(record)}</h2>
          <Counts checks={record.checks} />
        </div>
        <Matrix checks={record.checks} />
      </section>
    </>
  );
}

function Counts({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
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
          <Chip verdict={verdict} />
          <b>{counts[verdict]}</b>
          <span class="name">{verdict}</span>
          <span class="meaning">{meaning}</span>
        </button>
      ))}
    </div>
  );
}

function Matrix({ checks }: { readonly checks: readonly CheckRecord[] }): VNode {
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
                        {signOf(check.verdict).sign}
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
        Point at a cell to read its check.
      </p>
    </div>
  );
}

/** The id of an area's part of the list; no check's id, which all have one slash. */
export function areaId(area: string): string {
  return `areas/${area}/`;
}

/** Checks by the part of the id before the slash, areas and checks in the order of the record. */
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

function outcome({ checks, cell }: RunRecord): string {
  const counts = countVerdicts(checks);
  const on = `on engine ${cell.engine.version}`;
  const loud = [
    counts.deviates > 0 ? pluralize(counts.deviates, 'new deviation') : '',
    counts.error > 0 ? pluralize(counts.error, 'error') : '',
    counts.inconclusive > 0 ? pluralize(counts.inconclusive, 'inconclusive check') : '',
  ].filter((part) => part !== '');
  if (checks.length === 0) return `No check was run ${on}`;
  if (loud.length > 0)
    return `${loud.join(', ').replace(/, ([^,]*)$/, ' and $1')} among ${pluralize(checks.length, 'check')} ${on}`;
  if (counts['known deviation'] > 0) return `No new deviation in ${pluralize(checks.length, 'check')} ${on}`;
  return `Nothing deviates in ${pluralize(checks.length, 'check')} ${on}`;
}

/** What a reader must know of the run before believing anything about it. */
export function Notices({ record: { run } }: { readonly record: RunRecord }): VNode {
  const notices = [
    run.sabotaged
      ? 'A run of docknet prove: every check ran under its sabotage, so here a check that still conforms is the defect.'
      : '',
    run.interrupted
      ? 'This run was stopped before its last check: what is missing here was not run, and says nothing.'
      : '',
  ].filter((notice) => notice !== '');
  return (
    <>
      {notices.map((notice) => (
        <p class="notice" key={notice}>
          {notice}
        </p>
      ))}
    </>
  );
}
