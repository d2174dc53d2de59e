import test from 'ava';
import { renderRun } from './page.js';
import { maxPackets } from '../ladder/layout.js';
import { makeHostileRun, sha256 } from '../testing/safety.js';
import { masqueradedPings } from '../testing/flows.js';
import { checkRecord, expectationRecord, runRecord } from '../testing/record-builder.js';
import { sampleRun } from '../testing/sample-run.js';

const none = new Map<string, never>();

test('contains every check of the record under its id', (t) => {
  const input = sampleRun();
  const page = renderRun(input, sha256);
  for (const { id } of input.record.checks) t.true(page.includes(`id="${id}"`), id);
});

test('allows only this style and this script, by hash', (t) => {
  const page = renderRun(sampleRun(), sha256);
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
  const script = /<script>([^]*?)<\/script>/.exec(page)?.[1] ?? '';
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  t.true(policy.startsWith("default-src 'none'; "));
  t.true(policy.includes(`style-src 'sha256-${sha256(style)}'`));
  t.true(policy.includes(`script-src 'sha256-${sha256(script)}'`));
  t.false(policy.includes('unsafe'));
});

test('escapes markup and control characters in every string of record and evidence', (t) => {
  const page = renderRun(makeHostileRun(sampleRun()), sha256);
  t.true(page.includes('&lt;img src=x onerror='));
  t.false(page.includes('<img'));
  t.is(page.match(/<script/g)?.length, 2);
  t.is(page.match(/<\/script/g)?.length, 2);
  // eslint-disable-next-line no-control-regex
  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/u;
  t.is(controls.exec(page), null);
  t.true(page.includes('\u241b[31m'));
});

test('escapes payloads in the packets’ JSON', (t) => {
  const page = renderRun(sampleRun('</script><script>window.pwned=1</script>\u001b[2J'), sha256);
  const data = /<script type="application\/json" id="packets">([^]*?)<\/script>/.exec(page)?.[1] ?? '';
  t.true(data.includes('\\u003c/script>'));
  t.notThrows((): unknown => JSON.parse(data));
});

test('counts packets beyond the limit and links to the recording', (t) => {
  const pings = masqueradedPings(maxPackets);
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
  t.is(page.match(/<li class="packet"/g)?.length, maxPackets);
  t.true(page.includes(`${maxPackets} further packets are not drawn: see <a href="./nat/flood/recording.pcapng">`));
});

test('names a frame that is not on the page without a link', (t) => {
  const check = checkRecord('nat/x', 'x', { expectations: [expectationRecord('a', 'b', { frames: [4] })] });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('frame <span>#5</span>'));
  t.false(page.includes('frame-4'));
});

test('keeps paths of a foreign record inside the record’s directory', (t) => {
  const check = checkRecord('nat/x', 'x', {
    evidence: { ...noFiles, recording: 'javascript:alert(1)', engineLog: '//example.net/log' },
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('href="./javascript%3Aalert(1)"'));
  t.true(page.includes('href=".///example.net/log"'));
});

test('marks an inconclusive line, and not as held', (t) => {
  const check = checkRecord('nat/x', 'x', {
    verdict: 'inconclusive',
    expectations: [expectationRecord('never', 'nothing', { inconclusive: true })],
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('∅ inconclusive'));
  t.false(page.includes('✓ held'));
});

test('warns of an interrupted run and of a run under sabotage', (t) => {
  t.true(
    renderRun({ record: runRecord([], { interrupted: true }), evidence: none }, sha256).includes(
      'This run was interrupted.',
    ),
  );
  t.true(
    renderRun({ record: runRecord([], { sabotaged: true }), evidence: none }, sha256).includes(
      'ran under its sabotage',
    ),
  );
});

test('shows why evidence could not be read', (t) => {
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

test('lists a rule of nftables with its chain’s hook and priority', (t) => {
  const rule = { table: 'ip docker-bridges', chain: 'filter-FORWARD', text: 'iifname vmap @out' };
  const check = checkRecord('nat/x', 'x', {
    evidence: { ...noFiles, firewallBefore: 'before.txt' },
    expectations: [expectationRecord('a', 'b', { rules: [{ ...rule, position: 2, packets: 7 }] })],
  });
  const added = { ...rule, chain: 'sub', text: 'drop', kind: 'added', packets: 0 } as const;
  const changes = {
    firewallChanges: [{ ...rule, kind: 'counted', packets: 7 } as const, added],
    hooks: new Map([['ip docker-bridges filter-FORWARD', 'forward, priority 0']]),
  };
  const evidence = new Map([['nat/x', { journeys: [], frames: 0, problem: null, ...changes }]]);
  const page = renderRun({ record: runRecord([check]), evidence }, sha256);
  t.is(page.match(/<code>iifname vmap @out<\/code>/g)?.length, 1, 'named and counted, listed once');
  t.regex(page, /<td>filter-FORWARD<span class="kind"> forward, priority 0<\/span><\/td><td class="figure">2</);
  t.regex(page, /<td>sub<\/td>.*<code>drop<\/code><span class="kind"> added during the traffic/);
});

test('says that nothing was read, and not that nothing happened', (t) => {
  const check = checkRecord('nat/x', 'x', {
    points: [{ name: 'docker0', interface: 'docker0', region: 'host', order: 1, frames: 9, dropped: 0 }],
  });
  const page = renderRun({ record: runRecord([check]), evidence: none }, sha256);
  t.true(page.includes('The recording was not read for this check.'));
  t.true(page.includes('The firewall was not read for this check.'));
  t.false(page.includes('No packets at'));
});

const noFiles = {
  recording: null,
  firewallBefore: null,
  firewallAfter: null,
  nftBefore: null,
  nftAfter: null,
  topology: null,
  engineLog: null,
  trace: null,
};

test('lists rules that differ in a fold, not among the checks to look at first', (t) => {
  const line = expectationRecord('filter has the rule DOCKER -j DROP', 'there is no chain DOCKER in filter', {
    about: 'rules',
    held: false,
    missingChain: 'filter DOCKER',
  });
  const checks = [
    checkRecord('firewall/order', 'an order of rules', { about: 'rules', verdict: 'deviates', expectations: [line] }),
    checkRecord('nat/masquerade', 'masquerading', { rulesFinding: 'otherwise', expectations: [line] }),
    checkRecord('nat/other', 'not documented here', {
      rulesFinding: 'none documented',
      expectations: [expectationRecord('nat has the rule X', 'none', { about: 'rules', undocumented: true })],
    }),
  ];
  const html = renderRun({ record: runRecord(checks), evidence: none }, sha256);
  t.notRegex(html, /Look at these first/);
  t.regex(html, /No deviation in 3 checks/);
  t.regex(html, /2 checks with other rules than documented/);
  t.regex(html, /filter DOCKER is not there/);
  t.regex(html, /deviates \(rules alone\)/);
  t.regex(html, /conforms, by other rules/);
  t.regex(html, /– not judged/);
  t.regex(html, /No rule is documented for this firewall backend/);
});

test('the checks to look at first have the first line of a reason, the check has all of it', (t) => {
  const log = 'time="2026-11-29T19:48:54Z" level=info msg="Loading containers: start."';
  const reason = `the engine did not come up within 30000 ms. The end of its log:\n${log}`;
  const checks = [checkRecord('nat/masquerade', 'masquerading', { verdict: 'error', reason })];
  const html = renderRun({ record: runRecord(checks), evidence: none }, sha256);
  const [, highlights = ''] = /Look at these first(.*?)<\/section>/s.exec(html) ?? [];
  t.regex(highlights, /did not come up within 30000 ms\. The end of its log: …<\/span>/);
  t.notRegex(highlights, /Loading containers/);
  t.regex(html, /The end of its log:\ntime=.*Loading containers: start\./);
});
