import test from 'ava';
import { createHash } from 'node:crypto';
import { droppedSyns, masqueradedPings } from './testing/flows.js';
import { renderTrace, type TraceReport } from './index.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

const points = ['web.eth0', 'docker0', 'host.uplink'].map((name, n) => ({
  name,
  interface: name,
  region: n === 0 ? ('container' as const) : ('host' as const),
  order: n,
  frames: 2,
  dropped: 0,
}));
const { journeys } = masqueradedPings(1);

const trace: TraceReport = {
  docknet: '1.2.3',
  engine: '28.5.2',
  kernel: '6.18.0',
  containers: ['web'],
  called: ['trace', 'web'],
  filter: '',
  snapLength: null,
  command: null,
  started: '2026-03-01T14:02:11.000Z',
  milliseconds: 2_500,
  end: 'time limit reached',
  points,
  pointsInAll: 5,
  journeys,
  frames: 8,
  looked: 8,
  others: 0,
  floods: 0,
  few: null,
  lost: 0,
  failure: null,
  notices: [],
  names: new Map([['172.17.0.2', 'web']]),
  recording: './recording.pcapng',
  rules: 'not asked for',
  rulesCaveat: null,
};

test('a trace’s page draws its packets from point to point and names the recording', (t) => {
  const page = renderTrace(trace, sha256);
  for (const text of [
    'web.eth0',
    'docker0',
    'host.uplink',
    'echo request',
    'href="./recording.pcapng"',
    'every frame at these points',
    'all of it',
  ])
    t.true(page.includes(text), text);
  t.false(page.includes('class="notice"'));
});

test('what keeps it from being the whole truth is said: a cut, a filter, what was lost, what was left out', (t) => {
  const page = renderTrace(
    {
      ...trace,
      snapLength: 128,
      filter: 'icmp',
      lost: 3,
      failure: 'no space is left',
      looked: 4,
      others: 7,
      floods: 2,
      few: { drawn: ['web', 'db'], leftOut: 5 },
      command: { words: ['ping', 'x'], status: null },
    },
    sha256,
  );
  for (const text of [
    'the first 128 bytes',
    'at each point by itself',
    '3 frames were lost',
    'no space is left',
    'the first 4 were looked at',
    '7 further packets',
    '2 packets were flooded by a bridge',
    'before them any whose packet was dropped: web, db. 5 packets of others',
    'did not end',
  ])
    t.true(page.includes(text), text);
});

test('whether rules were named is said, and why some may be missing', (t) => {
  t.regex(renderTrace(trace, sha256), /Rules on the way<\/dt><dd>not asked for<\/dd>/);
  t.regex(
    renderTrace({ ...trace, rules: 'named', rulesCaveat: 'nft’s monitor lost messages' }, sha256),
    /named<small>from the kernel’s trace, which may lack some: nft’s monitor lost messages/,
  );
});

test('every packet is shown at first, and those that a rule stopped can be looked at alone', (t) => {
  const { journeys: stopped } = droppedSyns();
  const both = [...journeys, ...stopped.map((journey) => ({ ...journey, id: journey.id + 100 }))];
  const page = renderTrace({ ...trace, journeys: both }, sha256);
  t.regex(page, /<input type="radio" name="trace\/shown"\/> What a rule stopped <b>\d+<\/b>/);
  t.regex(page, /class="every" checked\/?> All/);
});

test('names, commands and notices cannot write into the page', (t) => {
  const hostile = '</script><script>alert(1)</script>\u202e';
  const page = renderTrace(
    {
      ...trace,
      containers: [hostile],
      filter: hostile,
      command: { words: [hostile], status: 0 },
      called: [hostile],
      notices: [{ time: 0n, text: hostile }],
      names: new Map([['172.17.0.2', hostile]]),
    },
    sha256,
  );
  t.false(page.includes('<script>alert'));
  t.false(page.includes('\u202e'));
});
