import test from 'ava';
import { checkIds, loadChecks, matching } from './registry.js';

const ids = await checkIds();
const checks = await loadChecks(ids);

test('every check can be loaded, and its id is its file’s name', (t) => {
  t.deepEqual(
    checks.map((check) => check.id),
    ids,
  );
  t.is(new Set(ids).size, ids.length);
});

test('every check says what it claims and where that stands', (t) => {
  for (const check of checks) {
    t.true(['notes', 'iptables', 'tour', 'publish', 'moby'].includes(check.claim.document), check.id);
    t.not(check.claim.section, '', check.id);
    t.regex(check.claim.text, /\.$/, `${check.id} claims a sentence`);
    t.notRegex(check.title, /\.$/, `${check.id} has a title`);
    for (const known of check.known ?? []) t.not(known.because, '', check.id);
  }
});

test('an area, a glob and an id name checks; nothing names none', (t) => {
  const some = ['nat/masquerade', 'nat/ttl-63', 'publish/source-kept', 'docker-user/first'];
  t.deepEqual(matching(some, ['nat']), ['nat/masquerade', 'nat/ttl-63']);
  t.deepEqual(matching(some, ['*-*/*']), ['docker-user/first']);
  t.deepEqual(matching(some, ['nat/ttl-63', 'publish/*']), ['nat/ttl-63', 'publish/source-kept']);
  t.deepEqual(matching(some, ['na']), []);
  t.deepEqual(matching(some, ['*t/*']), ['nat/masquerade', 'nat/ttl-63'], 'a star does not cross the slash');
  t.deepEqual(matching(some, ['pub*']), ['publish/source-kept'], 'areas have globs too');
  t.deepEqual(matching(some, ['{nat,publish}/*ept', 'nat/ttl-??']), ['nat/ttl-63', 'publish/source-kept']);
  t.deepEqual(matching(some, ['nat.masquerade']), [], 'a dot is a dot');
  t.deepEqual(matching(some, []), some);
});
