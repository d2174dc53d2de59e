import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { formatDuration, formatTime } from '../text/index.js';
import { scripts, styles } from './bundles.js';
import { layOutLadder } from './ladder/layout.js';
import { LadderView, renderColumnStyle } from './ladder/view.js';
import { createPacketStore } from './packet-store.js';
import { Facts, MoreFacts, PageBar, renderPage, type Fact } from './page.js';
import { requestsLinkChatter } from './select-journeys.js';
import { pluralize, stringifyForScript } from './text.js';
import type { Sha256, TraceReport } from './types.js';

/** Renders a trace as one HTML file beside its recording: what was traced, and every packet from point to point. */
export function renderTrace(trace: TraceReport, sha256: Sha256): string {
  const packets = createPacketStore();
  const ladder = layOutLadder(trace.points, trace.journeys, new Set());
  // Rendered first: it fills the store of packets, which is written out after it.
  const view = renderToString(
    <LadderView
      ladder={ladder}
      totalFrames={trace.frames}
      totalPoints={trace.totalPoints}
      recording={trace.recording}
      context={{
        name: 'trace',
        relevant: { label: 'Dropped by a rule', isDefault: false },
        foldsChatter: !requestsLinkChatter(trace.filter),
        settles: new Map(),
        names: trace.names,
        packets,
      }}
    />,
  );
  return renderPage({
    title: `docknet: trace of ${nameContainers(trace.containers)}`,
    style: styles.common + renderColumnStyle(ladder.columns.length),
    script: scripts.trace,
    sha256,
    children: (
      <>
        <TraceHeader trace={trace} />
        <main>
          <Losses trace={trace} />
          <details class="check" open>
            <summary>
              <span aria-hidden="true" />
              <h2>Packets from point to point</h2>
            </summary>
            <div class="body">
              <Omissions trace={trace} />
              <div dangerouslySetInnerHTML={{ __html: view }} />
            </div>
          </details>
          <Notices trace={trace} />
        </main>
        <footer>
          <p>
            Made by docknet {trace.docknet}. <a href={trace.recording}>The recording</a> has every frame and opens in
            Wireshark and tcpdump.
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

/** More containers than this are counted in the header and listed under it. */
const maxNamedContainers = 4;

const nameContainers = (containers: readonly string[]): string =>
  containers.length > maxNamedContainers ? pluralize(containers.length, 'container') : containers.join(', ');

function TraceHeader({ trace }: { readonly trace: TraceReport }): VNode {
  const { containers, commandLine } = trace;
  const more = containers.length > maxNamedContainers ? 'Command line and containers' : 'Command line';
  return (
    <header class="page-header">
      <PageBar what="trace" links={[]} hasShortcuts={false} />
      <Facts facts={listFacts(trace)} />
      <MoreFacts
        summary={more}
        facts={[
          ['command line', ['docknet', ...commandLine].join(' ')],
          ['containers', containers.join(', ')],
        ]}
      />
    </header>
  );
}

function listFacts(trace: TraceReport): readonly Fact[] {
  const { command, filter, snapLength, rules, rulesCaveat } = trace;
  const [date, time] = [formatTime(trace.started).slice(0, 10), formatTime(trace.started).slice(11)];
  const commandFact = (): Fact => {
    const status = command?.status ?? null;
    return ['Command', command?.words.join(' ') ?? '', status === null ? 'did not exit' : `exit status ${status}`];
  };
  return [
    ['Traced', nameContainers(trace.containers), pluralize(trace.totalPoints, 'point')],
    ...(command === null ? [] : [commandFact()]),
    filter === '' ? ['Filter', 'none', 'every frame at these points'] : ['Filter', filter, 'applied at each point'],
    snapLength === null
      ? ['Captured of each frame', 'all', '']
      : ['Captured of each frame', `the first ${pluralize(snapLength, 'byte')}`, 'the rest was not recorded'],
    [
      'Rules',
      rules,
      rules !== 'traced' ? '' : `by nftables${rulesCaveat === null ? '' : `; some may be missing: ${rulesCaveat}`}`,
    ],
    ['Engine', trace.engine, `kernel ${trace.kernel}`],
    ['Date', date, `${time}, for ${formatDuration(trace.milliseconds)}: ${trace.endReason}`],
  ];
}

/** Warns of lost frames and of a recording that ended early. */
function Losses({ trace: { lostFrames, failure } }: { readonly trace: TraceReport }): VNode | null {
  if (lostFrames === 0 && failure === null) return null;
  return (
    <div class="notice">
      {lostFrames === 0 ? null : (
        <p>
          <b>{pluralize(lostFrames, 'frame')} lost</b>: the kernel’s capture buffers were full. A packet missing at a
          point may have passed it.
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

/** Lists what of the recording is not drawn; nothing if all is. */
function Omissions({ trace }: { readonly trace: TraceReport }): VNode | null {
  const omissions = listOmissions(trace);
  if (omissions.length === 0) return null;
  return <p class="note">{omissions.join(' ')}</p>;
}

function listOmissions(trace: TraceReport): string[] {
  const { containers, frames, readFrames, unrelated, floods, selection, filter } = trace;
  const omissions: string[] = [];
  if (readFrames < frames)
    omissions.push(`Drawn from the first ${readFrames} of the recording’s ${pluralize(frames, 'frame')}.`);
  if (selection !== null) {
    const { drawn, leftOut } = selection;
    omissions.push(
      `Drawn are ${drawn.length} of ${pluralize(containers.length, 'container')}, those with dropped packets first, ` +
        `then the earliest: ${drawn.join(', ')}.`,
      `${pluralize(leftOut, 'packet')} of others ${leftOut === 1 ? 'is' : 'are'} only in the recording; ` +
        `to draw them, trace fewer containers.`,
    );
  }
  if (unrelated > 0)
    omissions.push(
      `Left out: ${pluralize(unrelated, 'packet')} at shared points that none of these containers sent or got.`,
    );
  if (floods > 0)
    omissions.push(
      `${pluralize(floods, 'packet')} ${floods === 1 ? 'was' : 'were'} flooded by a bridge: only the copy for the ` +
        `container that answered is drawn; the recording has all.`,
    );
  if (filter !== '')
    omissions.push('The filter applies at each point: a translated packet is recorded only where it matches.');
  return omissions;
}

/** Lists what happened during the trace. */
function Notices({ trace: { notices } }: { readonly trace: TraceReport }): VNode | null {
  if (notices.length === 0) return null;
  return (
    <section class="part trace-notices">
      <h2>During the trace</h2>
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
