import test from 'ava';
import { escapeControls } from './escape.js';

test('control characters get their pictures', (t) => {
  t.is(escapeControls('\u001b[31mred\u0007\u0000\u007f'), '␛[31mred␇␀␡');
});

test('C1 controls, direction changes, zero-width characters and separators are spelled out', (t) => {
  t.is(escapeControls('\u009b2J a\u202eb c\u200bd e\u2028f'), '\\u{9b}2J a\\u{202e}b c\\u{200b}d e\\u{2028}f');
});

test('a lone surrogate is spelled out, a pair is left alone', (t) => {
  t.is(escapeControls('\ud800x'), '\\u{d800}x');
  t.is(escapeControls('𝄞'), '𝄞');
});

test('line ends stay, a lone carriage return is escaped', (t) => {
  t.is(escapeControls('a\r\nb\nc\td'), 'a\nb\nc\td');
  t.is(escapeControls('gone\rseen'), 'gone␍seen');
});
