import test from 'ava';
import { checkRecord } from '../testing/record-builder.js';
import { arrangeChecks } from './arrange.js';
import { findSection } from './find-section.js';
import { outlines } from './outlines.js';

function found(document: string, name: string): string | null {
  const outline = outlines.find((candidate) => candidate.name === document);
  return outline === undefined ? null : (findSection(outline, name)?.heading ?? null);
}

test('punctuation and case do not count, and a number may be left out', (t) => {
  t.is(found('notes', '3.1 Docker0: default bridge network'), '3.1. docker0 - default bridge network');
  t.is(found('notes', 'Host network'), '3.5. Host network');
  t.is(found('tour', "Look out! There's a web (server) ahead!"), 'Look out! There’s a web (server) ahead');
});

test('a heading is found by its beginning, by its words as printed, and by more than its words', (t) => {
  t.is(found('notes', '5. Restrict connections'), '5. Restrict connections - Docker and iptables');
  t.is(found('tour', 'A fast cease on the filter desk'), 'A quick stop at the filter table');
  t.is(found('iptables', 'Firewall script example (note)'), 'Firewall script example');
});

test('the nearest heading wins where several begin alike', (t) => {
  t.is(found('iptables', 'DOCKER'), 'DOCKER');
  t.is(found('iptables', 'DOCKER-USER'), 'DOCKER-USER chain');
  t.is(found('iptables', 'DOCKER-USER chain, first rule'), 'DOCKER-USER chain');
  t.is(found('notes', 'Host'), '3.5. Host network');
});

test('a number decides between headings that begin alike, and a wrong one misleads nobody', (t) => {
  t.is(
    found('notes', '4. Deep dive'),
    '4. Deep dive - How can containers transfer data to the kernel, and from there, to outside world?',
  );
  t.is(found('notes', '2. Deep dive'), '2. Deep dive - network namespace');
  t.is(found('notes', '3.9. Host network'), '3.5. Host network');
});

test('half a word, or nothing, is no section', (t) => {
  t.is(found('iptables', 'DOCK'), null);
  t.is(found('notes', ''), null);
  t.is(found('notes', '…'), null);
});

test('statements stand in the order in which their section makes them, those without a place after them', (t) => {
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

test('no heading stands for two sections', (t) => {
  for (const outline of outlines)
    for (const section of outline.sections) t.is(findSection(outline, section.heading), section, section.heading);
});
