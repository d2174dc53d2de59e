import test from 'ava';
import { matchesQuery, parseQuery, type SearchableCheck } from './search.js';

const check: SearchableCheck = {
  id: 'nat/masquerade',
  area: 'nat',
  verdicts: ['known deviation'],
  document: 'tour',
  text: 'nat/masquerade a ping leaves the uplink with the host’s address',
};

function finds(query: string): boolean {
  return matchesQuery(check, parseQuery(query));
}

test('an empty query matches everything', (t) => {
  t.true(finds(''));
  t.true(finds('   '));
});

test('all words must match, in any order and case', (t) => {
  t.true(finds('Uplink PING'));
  t.false(finds('uplink pong'));
});

test('a phrase must match as it is', (t) => {
  t.true(finds('"leaves the uplink"'));
  t.false(finds('"uplink leaves"'));
});

test('area, verdict, document and id match only that field', (t) => {
  t.true(finds('area:nat verdict:known document:tour id:masq'));
  t.true(finds('verdict:known'));
  t.true(finds('verdict:"known dev"'));
  t.false(finds('verdict:deviates'));
  t.false(finds('verdict:new'));
  t.false(finds('area:masquerade'));
  t.false(finds('document:notes'));
});

test('a minus excludes', (t) => {
  t.false(finds('-area:nat'));
  t.true(finds('-area:kernel -pong'));
});

test('an unknown field is matched as text', (t) => {
  t.deepEqual(parseQuery('colour:red'), [{ field: null, text: 'colour:red', isExcluded: false }]);
});
