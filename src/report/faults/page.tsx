import type { VNode } from 'preact';
import { formatTime } from '../../text/index.js';
import { scripts, styles } from '../bundles.js';
import { PageBar, renderPage } from '../page.js';
import { pluralize } from '../text.js';
import type { FaultsInput, FaultTrialInput, Sha256 } from '../types.js';

/** Renders what the checks noticed of each fault as one HTML file: the unnoticed faults first. */
export function renderFaults(input: FaultsInput, sha256: Sha256): string {
  const { engine, started, trials, blind } = input;
  const unnoticed = trials.filter(({ result }) => result !== 'noticed');
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
            {trials.length - unnoticed.length} of {pluralize(trials.length, 'fault')} noticed by a check’s behaviour
          </h2>
          <FaultTable trials={[...unnoticed, ...trials.filter(({ result }) => result === 'noticed')]} />
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
            Made by docknet {input.docknet}. A check notices a fault if it deviates under it and does not on the
            unharmed engine.
          </p>
        </footer>
      </>
    ),
  });
}

function FaultTable({ trials }: { readonly trials: readonly FaultTrialInput[] }): VNode {
  return (
    <table class="trials">
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
          <tr key={id} class={result === 'noticed' ? 'good' : 'bad'}>
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
