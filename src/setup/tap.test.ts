import test from 'ava';
import { countTap, isResult } from './tap.js';

test('countTap counts results, but no skipped tests', (t) => {
  t.is(countTap('ok 1 - cli › list › names every check'), 'passed');
  t.is(countTap('not ok 2 - ok then'), 'failed');
  t.is(countTap('ok 3 - later # SKIP'), null);
  t.is(countTap('not ok 4 - some day # TODO'), null);
  t.is(countTap('    ok in a message'), null);
  t.is(countTap('okay'), null);
  t.is(countTap('# ok'), null);
});

test('isResult omits TAP’s header and summary', (t) => {
  t.deepEqual(
    ['TAP version 13', '1..5', '# tests 5', '# pass 4', '', 'ok 1 - a', '  ---', '# a - b'].filter(isResult),
    ['ok 1 - a', '  ---', '# a - b'],
  );
});
