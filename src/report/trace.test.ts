import test from 'ava';
import { joinFrames } from '../journey/index.js';
import { points as recordedPoints, readFixture } from '../journey/testing/recording.js';
import { isLinkChatter } from './select-journeys.js';
import { droppedSyns } from './testing/flows.js';
import { sha256 } from './testing/safety.js';
import { sampleTrace } from './testing/sample-pages.js';
import { renderTrace } from './trace.js';
import type { TraceReport } from './types.js';

const trace = sampleTrace();
const { journeys } = trace;

test('draws the packets from point to point and links to the recording', (t) => {
  const page = renderTrace(trace, sha256);
  for (const text of [
    'web.eth0',
    'docker0',
    'host.uplink',
    'echo request',
    'href="./recording.pcapng"',
    'every frame at these points',
    '<dd>all</dd>',
  ])
    t.true(page.includes(text), text);
  t.false(page.includes('class="notice"'));
});

test('names what is missing: cut frames, a filter, lost frames, packets left out', (t) => {
  const page = renderTrace(
    {
      ...trace,
      snapLength: 128,
      filter: 'icmp',
      lostFrames: 3,
      failure: 'no space is left',
      readFrames: 4,
      unrelated: 7,
      floods: 2,
      selection: { drawn: ['web', 'db'], leftOut: 5 },
      command: { words: ['ping', 'x'], status: null },
    },
    sha256,
  );
  for (const text of [
    'the first 128 bytes',
    'The filter applies at each point',
    '<b>3 frames lost</b>',
    'no space is left',
    'Drawn from the first 4 of the recording’s 8 frames.',
    'Left out: 7 packets at shared points',
    '2 packets were flooded by a bridge',
    'those with dropped packets first, then the earliest: web, db. 5 packets of others are only in the recording',
    'did not exit',
  ])
    t.true(page.includes(text), text);
});

test('shows whether rules were traced, and why some may be missing', (t) => {
  t.regex(renderTrace(trace, sha256), /Rules<\/dt><dd>not traced<\/dd>/);
  t.regex(
    renderTrace({ ...trace, rules: 'traced', rulesCaveat: 'nft’s monitor lost messages' }, sha256),
    /traced<small>by nftables; some may be missing: nft’s monitor lost messages/,
  );
});

test('shows every packet at first, and can show only those that a rule dropped', (t) => {
  const { journeys: stopped } = droppedSyns();
  const both = [...journeys, ...stopped.map((journey) => ({ ...journey, id: journey.id + 100 }))];
  const page = renderTrace({ ...trace, journeys: both }, sha256);
  t.regex(page, /<input type="radio" name="trace\/shown" class="only-relevant"\/> Dropped by a rule <b>\d+<\/b>/);
  t.regex(page, /class="all-packets" checked\/?> All/);
});

test('escapes names, commands and notices', (t) => {
  const hostile = '</script><script>alert(1)</script>\u202e';
  const page = renderTrace(
    {
      ...trace,
      containers: [hostile],
      filter: hostile,
      command: { words: [hostile], status: 0 },
      commandLine: [hostile],
      notices: [{ time: 0n, text: hostile }],
      names: new Map([['172.17.0.2', hostile]]),
    },
    sha256,
  );
  t.false(page.includes('<script>alert'));
  t.false(page.includes('\u202e'));
});

test('hides recorded link chatter at first, unless the filter asks for it or there is nothing else', (t) => {
  const all = joinFrames(readFixture('nat'), recordedPoints);
  const chatter = all.filter(isLinkChatter);
  t.true(chatter.length > 5);
  const render = (more: Partial<TraceReport>): string =>
    renderTrace(
      { ...trace, points: recordedPoints.map((name, order) => ({ ...trace.points[0]!, name, order })), ...more },
      sha256,
    );
  const folded = render({ journeys: all });
  t.regex(folded, /class="no-chatter" checked[^>]*> Without link chatter <b>(\d+)<\/b>/);
  t.true(folded.includes(`Without link chatter <b>${all.length - chatter.length}</b>`));
  t.true(folded.includes('ARP request'), 'the page holds it, to be shown by a click');
  t.false(render({ journeys: all, filter: 'arp or icmp' }).includes('class="no-chatter"'));
  t.true(render({ journeys: all, filter: 'not arp' }).includes('class="no-chatter"'));
  t.false(render({ journeys: chatter }).includes('class="no-chatter"'));
});
