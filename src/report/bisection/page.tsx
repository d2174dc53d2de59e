import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { scripts, styles } from '../bundles.js';
import { layOutLadder } from '../ladder/layout.js';
import { LadderView, renderColumnStyle } from '../ladder/view.js';
import type { Ladder } from '../ladder/types.js';
import { createPacketStore, type PacketStore } from '../packet-store.js';
import { PageBar, renderPage } from '../page.js';
import { collectSettled } from '../run/check.js';
import { Expectations } from '../run/check-details.js';
import { linkToFile, stringifyForScript } from '../text.js';
import type { BisectionEnd, BisectionInput, BisectionTrial, Sha256 } from '../types.js';
import { VerdictChip } from '../verdict.js';

/**
 * Renders a bisection as one HTML file: the versions it tried, and the ladders of the last good and the first bad one
 * beside each other.
 */
export function renderBisection(input: BisectionInput, sha256: Sha256): string {
  const { check, of, headline, change, trials, ends } = input;
  const packets = createPacketStore();
  const ladders = ends.map((end) => ({ end, ladder: layOutEnd(end) }));
  // Rendered first: it fills the store of packets, which is written out after it.
  const views = renderToString(
    <>
      {ladders.map(({ end, ladder }, n) => (
        <End key={end.version} end={end} ladder={ladder} what={n === 0 ? 'last good' : 'first bad'} packets={packets} />
      ))}
    </>,
  );
  const widest = Math.max(...ladders.map(({ ladder }) => ladder.columns.length));
  return renderPage({
    title: `docknet: bisection of ${check.id}`,
    style: styles.common + styles.bisection + renderColumnStyle(widest),
    script: scripts.trace,
    sha256,
    children: (
      <>
        <header class="page-header">
          <PageBar
            what={
              <>
                bisection of <code>{check.id}</code>: {check.title}
              </>
            }
            links={[
              { href: '../index.html', name: 'All runs' },
              { href: './index.html', name: 'Matrix' },
            ]}
            hasShortcuts={false}
          />
        </header>
        <main>
          <h2 class="headline">{headline}</h2>
          <p class="change">
            {ends[0].version} is the base, {ends[1].version} the candidate: {change}
          </p>
          <Trials trials={trials} of={of} />
          <div class="ends" dangerouslySetInnerHTML={{ __html: views }} />
        </main>
        <footer>
          <p>Made by docknet {input.docknet}. Each version has a run of its own, with record and evidence.</p>
        </footer>
        <script
          type="application/json"
          id="packets"
          dangerouslySetInnerHTML={{ __html: stringifyForScript(packets.toStored()) }}
        />
      </>
    ),
  });
}

const linesOf = ({ check }: BisectionEnd) => [...check.expectations, ...check.instead];

function layOutEnd(end: BisectionEnd): Ladder {
  const relevant = new Set([...collectSettled(linesOf(end)).keys(), ...end.differing]);
  return layOutLadder(end.check.points, end.evidence.journeys, relevant);
}

/** Lists the versions from the good one to the bad one, with what each trial showed. */
function Trials({
  trials,
  of,
}: {
  readonly trials: readonly BisectionTrial[];
  readonly of: BisectionInput['of'];
}): VNode {
  return (
    <table class="trials">
      <caption class="unseen-text">Versions</caption>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Result</th>
          <th scope="col">Verdict</th>
          <th scope="col">{of === 'engine' ? 'Engine' : 'Kernel'}</th>
        </tr>
      </thead>
      <tbody>
        {trials.map(({ version, engine, result, verdict, reason, directory }) => (
          <tr key={version} class={result.replace(' ', '-')}>
            <th scope="row">
              {directory === null ? version : <a href={`${linkToFile(directory)}/index.html`}>{version}</a>}
            </th>
            <td class="result">{result}</td>
            <td>
              {verdict === null ? null : (
                <>
                  <VerdictChip verdict={verdict} /> {verdict}
                </>
              )}{' '}
              <span class="note">{reason}</span>
            </td>
            <td>
              <code>{engine}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The check on the last good or the first bad version: the lines it was judged by, and its ladder. */
function End({
  end,
  ladder,
  what,
  packets,
}: {
  readonly end: BisectionEnd;
  readonly ladder: Ladder;
  readonly what: string;
  readonly packets: PacketStore;
}): VNode {
  const { version, check, evidence, directory } = end;
  const lines = linesOf(end);
  const shown = new Set(ladder.packets.flatMap(({ journey }) => journey.hops.map(({ index }) => index)));
  return (
    <section class="end" aria-label={`${version}, the ${what} version`}>
      <h3>
        <VerdictChip verdict={check.verdict} /> {version}, the {what} version: {check.verdict}
      </h3>
      {evidence.problem === null ? null : (
        <p class="notice">The evidence could not be read in full: {evidence.problem}</p>
      )}
      <LadderView
        ladder={ladder}
        totalFrames={evidence.frames}
        recording={check.evidence.recording === null ? null : `${directory}/${check.evidence.recording}`}
        context={{
          name: version,
          relevant: { label: 'Relevant to this check', isDefault: true },
          foldsChatter: false,
          settles: collectSettled(lines),
          names: evidence.names ?? new Map(),
          packets,
        }}
      />
      <details>
        <summary>{check.instead.length === 0 ? 'Expected and seen' : 'The claim, then the known deviation'}</summary>
        <Expectations check={version} lines={lines} shown={shown} first={1} />
      </details>
    </section>
  );
}
