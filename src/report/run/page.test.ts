import test from 'ava';
import { renderRun } from './page.js';
import { packetsShown } from '../ladder/layout.js';
import { sha256 } from '../testing/sha256.js';
import { masqueradedPings } from '../testing/flows.js';
import { hostileRun } from '../testing/safety.js';
import { checkRecord, line, runRecord } from '../testing/record-builder.js';
import { sampleRun } from '../testing/sample-run.js';

const none = new Map<string, never>();

test('every check of the record is on the page, under its own id', (t) => {
  const input = sampleRun();
  const page = renderRun(input, sha256);
  for (const { id } of input.record.checks) t.true(page.includes(`id="${id}"`), id);
});

test('the policy allows this style and this script by hash, and nothing else', (t) => {
  const page = renderRun(sampleRun(), sha256);
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
  const script = /<script>([^]*?)<\/script>/.exec(page)?.[1] ?? '';
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  t.true(policy.startsWith("default-src 'none'; "));
  t.true(policy.includes(`style-src 'sha256-${sha256(style)}'`));
  t.true(policy.includes(`script-src 'sha256-${sha256(script)}'`));
  t.false(policy.includes('unsafe'));
});

test('markup and controls in every string of record and evidence stay text', (t) => {
  const page = renderRun(hostileRun(sampleRun()), sha256);
  t.true(page.includes('&lt;img src=x onerror='));
  t.false(page.includes('<img'));
  t.is(page.match(/<script/g)?.length, 2);
  t.is(page.match(/<\/script/g)?.length, 2);
  // eslint-disable-next-line no-control-regex
  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/u;
  t.is(controls.exec(page), null);
  t.true(page.includes('\u241b[31m'));
});

test('a payload from the wire is escaped in the packets’ data', (t) => {
  const page = renderRun(sampleRun('</script><script>window.pwned=1</script>\u001b[2J'), sha256);
  const data = /<script type="application\/json" id="packets">([^]*?)<\/script>/.exec(page)?.[1] ?? '';
  t.true(data.includes('\\u003c/script>'));
  t.notThrows((): unknown => JSON.parse(data));
});

test('journeys past the most that a check shows are counted, and the recording linked', (t) => {
  const pings = masqueradedPings(packetsShown);
  const check = checkRecord('nat/flood', 'many pings', {
    evidence: { ...noFiles, recording: 'nat/flood/recording.pcapng' },
    points: [{ name: 'docker0', interface: 'docker0', region: 'host', order: 1, frames: 1, dropped: 0 }],
  });
  const page = renderRun(
    {
      record: runRecord([check]),
      evidence: new Map([
        ['nat/flood', { journeys: pings.journeys, frames: pings.frames, firewallChanges: [], problem: null }],
      ]),
    },
    sha256,
  );
  t.is(page.match(/<li class="packet"/g)?.length, packetsShown);
  t.true(page.includes(`${packetsShown} further packets are not shown here; <a href="./nat/flood/recording.pcapng">`));
});

test('a frame that is not on the page is named without a link', (t) => {
  const check = checkRecord('nat/x', 'x', { expectations: [line('a', 'b', { frames: [4] })] });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('frame <span>#5</span>'));
  t.false(page.includes('frame-4'));
});

test('a path of a foreign record cannot leave the record’s directory by scheme or host', (t) => {
  const check = checkRecord('nat/x', 'x', {
    evidence: { ...noFiles, recording: 'javascript:alert(1)', engineLog: '//example.net/log' },
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('href="./javascript%3Aalert(1)"'));
  t.true(page.includes('href=".///example.net/log"'));
});

test('an inconclusive line says so, and does not say that it held', (t) => {
  const check = checkRecord('nat/x', 'x', {
    verdict: 'inconclusive',
    expectations: [line('never', 'nothing', { inconclusive: true })],
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('∅ inconclusive'));
  t.false(page.includes('✓ held'));
});

test('an interrupted run and a run under sabotage say so', (t) => {
  t.true(
    renderRun({ record: runRecord([], { interrupted: true }), evidence: none }, sha256).includes(
      'stopped before its last check',
    ),
  );
  t.true(
    renderRun({ record: runRecord([], { sabotaged: true }), evidence: none }, sha256).includes(
      'ran under its sabotage',
    ),
  );
});

test('evidence that could not be read is told beside the check', (t) => {
  const record = runRecord([checkRecord('nat/x', 'x')]);
  const page = renderRun(
    {
      record,
      evidence: new Map([
        [
          'nat/x',
          { journeys: [], frames: 0, firewallChanges: [], problem: 'recording.pcapng ends in the middle of a block' },
        ],
      ]),
    },
    sha256,
  );
  t.true(page.includes('could not be read in full: recording.pcapng ends in the middle of a block'));
});

test('where nothing was read, the page does not say that nothing happened', (t) => {
  const check = checkRecord('nat/x', 'x', {
    points: [{ name: 'docker0', interface: 'docker0', region: 'host', order: 1, frames: 9, dropped: 0 }],
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('The recording was not read for this check.'));
  t.true(page.includes('The firewall was not read for this check.'));
  t.false(page.includes('No packet was seen'));
});

const noFiles = {
  recording: null,
  firewallBefore: null,
  firewallAfter: null,
  topology: null,
  engineLog: null,
  trace: null,
};
