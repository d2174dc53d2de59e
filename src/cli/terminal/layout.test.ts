import test from 'ava';
import { padColumns, widestOf, wrapLines } from './layout.js';

test('text is wrapped at words, and a word longer than a line is not cut', (t) => {
  t.deepEqual(wrapLines('one two three', 8), ['one two', 'three']);
  t.deepEqual(wrapLines('a 2001:db8:0:1:2:3:4:5 b', 8), ['a', '2001:db8:0:1:2:3:4:5', 'b']);
});

test('a › stays at the end of its line', (t) => {
  t.deepEqual(wrapLines('web.eth0 › docker0 › uplink', 11), ['web.eth0 ›', 'docker0 ›', 'uplink']);
});

test('East Asian wide characters take two columns, combining characters none', (t) => {
  t.deepEqual(wrapLines('容器 網絡 橋接', 9), ['容器 網絡', '橋接']);
  t.deepEqual(wrapLines('x\u0301x\u0301x\u0301x\u0301 x\u0301', 6), ['x\u0301x\u0301x\u0301x\u0301 x\u0301']);
  t.is(padColumns('網', 4), '網  ');
  t.is(padColumns('e\u0301', 3), 'e\u0301  ');
  t.is(widestOf(['abc', '網絡', 'e\u0301e\u0301']), 4);
});

test('colours take no columns', (t) => {
  t.is(padColumns('\u001b[31mred\u001b[39m', 5), '\u001b[31mred\u001b[39m  ');
  t.is(wrapLines('\u001b[31mred\u001b[39m one', 7).length, 1);
});
