import type { VNode } from 'preact';
import { formatTime } from '../../text/index.js';
import { scripts, styles } from '../bundles.js';
import { PageBar, renderPage } from '../page.js';
import { pluralize } from '../text.js';
import type { FaultsInput, FaultTrialInput, Sha256 } from '../types.js';

/** Renders what the checks noticed of each fault as one HTML file: the unnoticed faults first. */
export function renderFaults(input: FaultsInput, sha256: Sha256): string {
  const { engine, started, trials, blind } = input;
  const countOf = (wanted: FaultTrialInput['result']) => trials.filter(({ result }) => result === wanted).length;
  const sorted = trials.toSorted((one, other) => order.indexOf(one.result) - order.indexOf(other.result));
  const others = [
    ...(countOf('by rules alone') > 0 ? [`${countOf('by rules alone')} by rules alone`] : []),
    ...(countOf('without effect') > 0 ? [`${countOf('without effect')} without effect on this engine`] : []),
    ...(input.left > 0 ? [`${input.left} not tried yet`] : []),
  ];
  return renderPage({
    title: `docknet: faults on engine ${engine}`,
    style: styles.common + styles.bisection,
    script: scripts.theme,
    sha256,
    children: (
      <>
        <header class="page-header">
          <PageBar
            what={
              <>
                faults put into engine {engine}, {formatTime(started)}
              </>
            }
            links={[{ href: '../index.html', name: 'All runs' }]}
            hasShortcuts={false}
          />
        </header>
        <main>
          <h2 class="headline">
            {countOf('noticed')} of {pluralize(trials.length - countOf('without effect'), 'fault')} noticed by a check’s
            behaviour
          </h2>
          {others.length === 0 ? null : <p class="note">{others.join('; ')}</p>}
          <FaultTable trials={sorted} />
          {blind.length === 0 ? null : (
            <details>
              <summary>{pluralize(blind.length, 'check')} that noticed no fault</summary>
              <p>
                <code>{blind.join(', ')}</code>
              </p>
            </details>
          )}
        </main>
        <footer>
          <p>
            Made by docknet {input.docknet}. A check notices a fault if it deviates under it, or the engine leaves
            something behind, and not on the unharmed engine.
          </p>
        </footer>
      </>
    ),
  });
}

/** The results in their order on the page. */
const order: readonly FaultTrialInput['result'][] = ['unnoticed', 'by rules alone', 'noticed', 'without effect'];

/** Classes of rows; a fault that cannot act is neither good nor bad. */
const rowClasses = { noticed: 'good', 'by rules alone': 'bad', unnoticed: 'bad', 'without effect': undefined } as const;

function FaultTable({ trials }: { readonly trials: readonly FaultTrialInput[] }): VNode {
  return (
    <table class="trials faults">
      <caption class="unseen-text">Faults</caption>
      <thead>
        <tr>
          <th scope="col">Fault</th>
          <th scope="col">Result</th>
          <th scope="col">Noticed by</th>
        </tr>
      </thead>
      <tbody>
        {trials.map(({ id, what, result, ran, noticedBy, rulesNoticedBy, unsettled, unfit }) => (
          <tr key={id} class={rowClasses[result]}>
            <th scope="row">
              <code>{id}</code>
              <br />
              <span class="note">{what}</span>
            </th>
            <td class="result">{result}</td>
            <td>
              {noticedBy.length} of {pluralize(ran.length, 'check')}
              <Ids before=": " ids={noticedBy} />
              <Ids before="; by rules alone: " ids={rulesNoticedBy} />
              <Ids before="; not judged: " ids={unsettled} />
              {unfit === null ? null : `; ${unfit}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ids({ before, ids }: { readonly before: string; readonly ids: readonly string[] }): VNode | null {
  if (ids.length === 0) return null;
  return (
    <>
      {before}
      <code>{ids.join(', ')}</code>
    </>
  );
}
