import test from 'ava';
import { documents } from '../record/index.js';
import { findShapeProblem } from './check-shape.js';
import { selectIds, SuiteRegistry } from './registry.js';

const registry = await SuiteRegistry.open();
const { ids } = registry;
const checks = await registry.load(ids);

test('every check can be loaded, and its id is its file’s name', (t) => {
  t.deepEqual(
    checks.map((check) => check.id),
    ids,
  );
  t.is(new Set(ids).size, ids.length);
});

test('every check has the shape that a user’s own must have', (t) => {
  for (const check of checks) t.is(findShapeProblem(check), null, check.id);
});

test('every check says what it claims and where that stands', (t) => {
  for (const check of checks) {
    t.true(
      documents.some(({ name }) => name === check.claim.document),
      check.id,
    );
    t.not(check.claim.section, '', check.id);
    t.regex(check.claim.text, /\.$/, `${check.id} claims a sentence`);
    t.notRegex(check.title, /\.$/, `${check.id} has a title`);
    for (const known of check.known ?? []) t.not(known.because, '', check.id);
  }
});

test('an area, a glob and an id name checks; nothing names none', (t) => {
  const some = ['nat/masquerade', 'nat/ttl-63', 'publish/source-kept', 'docker-user/first'];
  t.deepEqual(selectIds(some, ['nat']), ['nat/masquerade', 'nat/ttl-63']);
  t.deepEqual(selectIds(some, ['*-*/*']), ['docker-user/first']);
  t.deepEqual(selectIds(some, ['nat/ttl-63', 'publish/*']), ['nat/ttl-63', 'publish/source-kept']);
  t.deepEqual(selectIds(some, ['na']), []);
  t.deepEqual(selectIds(some, ['*t/*']), ['nat/masquerade', 'nat/ttl-63'], 'a star does not cross the slash');
  t.deepEqual(selectIds(some, ['pub*']), ['publish/source-kept'], 'areas have globs too');
  t.deepEqual(selectIds(some, ['{nat,publish}/*ept', 'nat/ttl-??']), ['nat/ttl-63', 'publish/source-kept']);
  t.deepEqual(selectIds(some, ['nat.masquerade']), [], 'a dot is a dot');
  t.deepEqual(selectIds(some, []), some);
});
