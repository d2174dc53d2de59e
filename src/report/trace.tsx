import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { scripts, styles } from './bundles.js';
import { formatDuration, formatTime } from '../text/index.js';
import { ladderOf } from './ladder/layout.js';
import { createPacketStore } from './packet-store.js';
import { renderPage } from './page/document.js';
import { ladderColumns, LadderView } from './ladder/view.js';
import type { TraceReport } from './trace-report.js';
import type { Sha256 } from './types.js';
import { pluralize, stringifyForScript } from './text.js';

/** A trace as one HTML file beside its recording: what was traced, what happened meanwhile, and every packet from point to point. */
export function renderTrace(trace: TraceReport, sha256: Sha256): string {
  const packets = createPacketStore();
  const ladder = ladderOf(trace.points, trace.journeys, new Set());
  // Rendered first: every packet it shows is in the store before the store is written out after it.
  const view = renderToString(
    <LadderView
      ladder={ladder}
      total={trace.frames}
      pointsInAll={trace.pointsInAll}
      recording={trace.recording}
      surroundings={{
        name: 'trace',
        mattering: { called: 'What a rule stopped', alone: false },
        settles: new Map(),
        names: trace.names,
        packets,
      }}
    />,
  );
  return renderPage({
    title: `docknet: trace of ${inBrief(trace.containers)}`,
    style: styles.common + ladderColumns(ladder.columns.length),
    script: scripts.trace,
    sha256,
    children: (
      <>
        <Head trace={trace} />
        <main>
          <Losses trace={trace} />
          <details class="check" open>
            <summary>
              <span aria-hidden="true" />
              <h2>The packets, from point to point</h2>
            </summary>
            <div class="body">
              <Selection trace={trace} />
              <div dangerouslySetInnerHTML={{ __html: view }} />
            </div>
          </details>
          <Meanwhile trace={trace} />
        </main>
        <footer>
          <p>
            Made by docknet {trace.docknet}. Every frame is in <a href={trace.recording}>the recording</a>; Wireshark
            and tcpdump read it.
          </p>
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

const inBrief = (containers: readonly string[]): string =>
  containers.length > 4 ? pluralize(containers.length, 'container') : containers.join(', ');

function Head({ trace }: { readonly trace: TraceReport }): VNode {
  const { command, filter, snapLength } = trace;
  const plate: readonly (readonly [string, string, string])[] = [
    ['Traced', inBrief(trace.containers), pluralize(trace.pointsInAll, 'point')],
    ...(command === null
      ? []
      : [
          [
            'Command',
            command.words.join(' '),
            command.status === null ? 'did not end' : `exit status ${command.status}`,
          ] as const,
        ]),
    [
      'Filter',
      filter === '' ? 'none' : filter,
      filter === '' ? 'every frame at these points' : 'at each point by itself',
    ],
    [
      'Kept of each frame',
      snapLength === null ? 'all of it' : `the first ${pluralize(snapLength, 'byte')}`,
      snapLength === null ? '' : 'what follows was cut off while recording',
    ],
    [
      'Rules on the way',
      trace.rules,
      trace.rules === 'named'
        ? `from the kernel’s trace${trace.rulesCaveat === null ? '' : `, which may lack some: ${trace.rulesCaveat}`}`
        : '',
    ],
    ['Engine', trace.engine, `kernel ${trace.kernel}`],
    [
      'Traced on',
      formatTime(trace.started).slice(0, 10),
      `${formatTime(trace.started).slice(11)}, for ${formatDuration(trace.milliseconds)}: ${trace.end}`,
    ],
  ];
  return (
    <header class="nameplate">
      <div class="bar">
        <h1>docknet</h1>
        <p class="run">trace</p>
        <nav aria-label="Page">
          <button type="button" class="quiet scripted" data-theme-toggle>
            Theme: <span data-theme-name>system</span>
          </button>
        </nav>
      </div>
      <dl class="cell">
        {plate.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note === '' ? null : <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <details class="more">
        <summary>How docknet was called{trace.containers.length > 4 ? ', and every container' : ''}</summary>
        <dl>
          <div>
            <dt>called as</dt>
            <dd>{['docknet', ...trace.called].join(' ')}</dd>
          </div>
          <div>
            <dt>containers</dt>
            <dd>{trace.containers.join(', ')}</dd>
          </div>
        </dl>
      </details>
    </header>
  );
}

/** What keeps this from being the whole truth, before anything else. */
function Losses({ trace: { lost, failure } }: { readonly trace: TraceReport }): VNode | null {
  if (lost === 0 && failure === null) return null;
  return (
    <div class="notice">
      {lost === 0 ? null : (
        <p>
          <b>
            {pluralize(lost, 'frame')} {lost === 1 ? 'was' : 'were'} lost
          </b>
          : the kernel’s buffers were full. A packet that is not seen at a point may have been there.
        </p>
      )}
      {failure === null ? null : (
        <p>
          <b>The recording ended early</b>: {failure}
        </p>
      )}
    </div>
  );
}

/** What of the recording is shown, and what is not. */
function Selection({
  trace: { containers, looked, frames, others, floods, few, filter },
}: {
  readonly trace: TraceReport;
}): VNode | null {
  if (looked >= frames && others === 0 && floods === 0 && few === null && filter === '') return null;
  return (
    <p class="note">
      {looked < frames ? `Of the recording’s ${pluralize(frames, 'frame')} the first ${looked} were looked at. ` : ''}
      {few === null
        ? ''
        : `Of ${pluralize(containers.length, 'container')} ${few.drawn.length} are drawn, those that were heard first and before them any whose packet was dropped: ${few.drawn.join(', ')}. ${pluralize(few.leftOut, 'packet')} of others ${few.leftOut === 1 ? 'is' : 'are'} in the recording; to see them drawn, trace those containers alone. `}
      {others === 0
        ? ''
        : `${pluralize(others, 'further packet')} at the shared points ${others === 1 ? 'was' : 'were'} none of these containers’ and ${others === 1 ? 'is' : 'are'} left out. `}
      {floods === 0
        ? ''
        : `${pluralize(floods, 'packet')} ${floods === 1 ? 'was' : 'were'} flooded by a bridge, a copy to every port: drawn is the copy for whoever answered, and the recording has all. `}
      {filter === ''
        ? ''
        : 'The filter looked at each point by itself: a packet that was translated is seen only where it matched.'}
    </p>
  );
}

function Meanwhile({ trace: { notices } }: { readonly trace: TraceReport }): VNode | null {
  if (notices.length === 0) return null;
  return (
    <section class="part meanwhile">
      <h2>What happened meanwhile</h2>
      <ul>
        {notices.map(({ time, text }, position) => (
          <li key={position}>
            <span class="time">{formatTime(new Date(Number(time / 1_000_000n)).toISOString()).slice(11, 19)}</span>{' '}
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
