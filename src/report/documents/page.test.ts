import test from 'ava';
import { documentGroups, documents, type CheckRecord } from '../../record/index.js';
import { renderDocuments } from './page.js';
import { makeHostileRun, sha256 } from '../testing/safety.js';
import { checkRecord, expectationRecord, runRecord } from '../testing/record-builder.js';
import { sampleRun, wholeRun } from '../testing/sample-run.js';

const page = (...checks: readonly CheckRecord[]): string => renderDocuments({ record: runRecord(checks) }, sha256);

test('contains every statement once, with a link to its evidence', (t) => {
  const { record } = wholeRun();
  const html = renderDocuments({ record }, sha256);
  for (const { id } of record.checks) {
    t.is(html.split(`id="${id}"`).length, 2, id);
    t.is(html.split(`href="./index.html#${id}"`).length, 2, id);
  }
});

test('lists every document by its group, with statements where something was checked', (t) => {
  const html = page(checkRecord('dns/a', 'a', { claim: { document: 'dns-page', section: 'Limits', text: 'A.' } }));
  for (const group of documentGroups) t.true(html.includes(`<h3>${group}</h3>`), group);
  for (const { title } of documents) t.true(html.includes(title), title);
  t.true(html.includes('>DNS resolution in containers</h2>'));
  t.false(html.includes('>Docker with nftables</h2>'));
  t.true(html.includes('Nothing checked in this run: Docker networking notes, iptables for docker'));
});

test('lists every section of a how-to, and of a manual those with checks', (t) => {
  const html = page(
    checkRecord('nat/a', 'a', { claim: { document: 'tour', section: 'Pinging past the host', text: 'A.' } }),
    checkRecord('dns/a', 'a', { claim: { document: 'dns-page', section: 'Limits', text: 'A.' } }),
  );
  t.true(html.includes('nothing checked in this run'));
  t.true(html.includes('>Limits</h3>'));
  t.false(html.includes('>Troubleshooting</h3>'));
});

test('gives the reason of a known deviation, and what was expected and seen for a new one', (t) => {
  const html = page(
    checkRecord('nat/a', 'a', { verdict: 'known deviation', reason: 'RETURN stands before it' }),
    checkRecord('nat/b', 'b', {
      verdict: 'deviates',
      reason: 'a summary',
      expectations: [
        expectationRecord('the first', 'it'),
        expectationRecord('a SYN on docker0', 'none', { held: false }),
      ],
    }),
  );
  t.true(html.includes('does not hold (known deviation): </span>RETURN stands before it'));
  t.true(html.includes('does not hold (new deviation): </span>Expected: a SYN on docker0. Seen: none.'));
});

test('counts what holds, does not hold, was not tried, is inconclusive or in error', (t) => {
  const html = page(
    checkRecord('nat/a', 'a'),
    checkRecord('nat/b', 'b', { verdict: 'unexpected pass', reason: 'it held' }),
    checkRecord('nat/c', 'c', { verdict: 'known deviation', reason: 'as known' }),
    checkRecord('nat/d', 'd', { verdict: 'deviates' }),
    checkRecord('nat/e', 'e', { verdict: 'not applicable', reason: 'no such module' }),
    checkRecord('nat/f', 'f', { verdict: 'error', reason: 'lost' }),
  );
  for (const part of [
    '<b>2</b> hold<',
    '<b>2</b> do not hold, 1 of them new<',
    '<b>1</b> not tried<',
    '<b>1</b> error<',
  ])
    t.true(html.includes(part), part);
});

test('shows an unknown document or section under its own name', (t) => {
  const html = page(
    checkRecord('nat/a', 'a', { claim: { document: 'notes', section: '9. Elsewhere', text: 'A.' } }),
    checkRecord('nat/b', 'b', { claim: { document: 'manual', section: 'Networks', text: 'B.' } }),
  );
  t.true(html.includes('>9. Elsewhere</h3>'));
  t.true(html.includes('>manual</h2>'));
  t.true(html.includes('>Networks</h3>'));
});

test('warns of a run under sabotage', (t) => {
  t.true(renderDocuments({ record: runRecord([], { sabotaged: true }) }, sha256).includes('ran under its sabotage'));
});

test('allows only this style and this script by hash, and escapes markup', (t) => {
  const html = renderDocuments(makeHostileRun(sampleRun()), sha256);
  const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
  const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  t.true(html.includes(`style-src 'sha256-${sha256(style)}'; script-src 'sha256-${sha256(script)}'`));
  t.true(html.includes('&lt;img src=x onerror='));
  t.false(html.includes('<img'));
  t.is(html.match(/<script/g)?.length, 1);
});
