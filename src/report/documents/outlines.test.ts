import test from 'ava';
import { SuiteRegistry } from '../../registry/index.js';
import { checkRecord } from '../testing/record-builder.js';
import { arrangeChecks } from './arrange.js';
import { findSection, outlines } from './outlines.js';

function found(document: string, name: string): string | null {
  const outline = outlines.find((candidate) => candidate.name === document);
  return outline === undefined ? null : (findSection(outline, name)?.heading ?? null);
}

test('ignores punctuation and case, and a missing number', (t) => {
  t.is(found('notes', '3.1 Docker0: default bridge network'), '3.1. docker0 - default bridge network');
  t.is(found('notes', 'Host network'), '3.5. Host network');
  t.is(found('tour', "Look out! There's a web (server) ahead!"), 'Look out! There’s a web (server) ahead');
});

test('finds a heading by its beginning, as printed, and by more than its words', (t) => {
  t.is(found('notes', '5. Restrict connections'), '5. Restrict connections - Docker and iptables');
  t.is(found('tour', 'A fast cease on the filter desk'), 'A quick stop at the filter table');
  t.is(found('iptables', 'Firewall script example (note)'), 'Firewall script example');
});

test('finds the nearest of several headings that begin alike', (t) => {
  t.is(found('iptables', 'DOCKER'), 'DOCKER');
  t.is(found('iptables', 'DOCKER-USER'), 'DOCKER-USER chain');
  t.is(found('iptables', 'DOCKER-USER chain, first rule'), 'DOCKER-USER chain');
  t.is(found('notes', 'Host'), '3.5. Host network');
});

test('lets a number decide between headings that begin alike, and ignores a wrong one', (t) => {
  t.is(
    found('notes', '4. Deep dive'),
    '4. Deep dive - How can containers transfer data to the kernel, and from there, to outside world?',
  );
  t.is(found('notes', '2. Deep dive'), '2. Deep dive - network namespace');
  t.is(found('notes', '3.9. Host network'), '3.5. Host network');
});

test('finds no section by half a word, or nothing', (t) => {
  t.is(found('iptables', 'DOCK'), null);
  t.is(found('notes', ''), null);
  t.is(found('notes', '…'), null);
});

test('orders statements as their section does, unlisted ones last', (t) => {
  const check = (id: string, section: string) =>
    checkRecord(id, id, { claim: { document: 'notes', section, text: id } });
  const [notes] = arrangeChecks([
    check('bridge/unheard-of', '3.1. docker0'),
    check('bridge/idle-down', '3.1. docker0'),
    check('bridge/default-attachment', '3.1 docker0 - default bridge network'),
    check('bridge/lost', '8. Nowhere'),
  ]);
  t.deepEqual(
    notes?.sections.find(({ heading }) => heading.startsWith('3.1.'))?.checks.map(({ id }) => id),
    ['bridge/default-attachment', 'bridge/idle-down', 'bridge/unheard-of'],
  );
  t.deepEqual(
    notes?.sections.at(-1)?.checks.map(({ id }) => id),
    ['bridge/lost'],
  );
});

test('finds each section by its own heading', (t) => {
  for (const outline of outlines)
    for (const section of outline.sections) t.is(findSection(outline, section.heading), section, section.heading);
});

test('knows the document and section of every check', async (t) => {
  const registry = await SuiteRegistry.open();
  const checks = await registry.load(registry.ids);
  t.true(checks.length > 0);
  const lost = checks.filter(({ claim }) => {
    const outline = outlines.find(({ name }) => name === claim.document);
    return outline === undefined || findSection(outline, claim.section) === null;
  });
  t.deepEqual(
    lost.map(({ id, claim }) => `${id}: ${claim.document}, "${claim.section}"`),
    [],
  );
});
