import test from 'ava';
import { linkToFile, linkToId, stringifyForScript } from './text.js';

test('JSON in a script cannot end it, and parses to the same value', (t) => {
  const value = { text: '</script><!--\u2028\u2029' };
  const json = stringifyForScript(value);
  t.notRegex(json, /[<\u2028\u2029]/);
  t.deepEqual(JSON.parse(json), value);
});

test('a link cannot leave the record’s directory; other characters are encoded', (t) => {
  t.is(linkToFile('javascript:alert(1)'), './javascript%3Aalert(1)');
  t.is(linkToFile('//example.net/a b'), './//example.net/a%20b');
  t.is(linkToId('nat/x\u0007\ud800'), '#nat/x%E2%90%87%5Cu%7Bd800%7D');
});
