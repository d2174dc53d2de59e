import test from 'ava';
import { parseMirror } from './mirror.js';

test('the mirror is the archive that apt uses, not its security updates nor somebody else’s packages', (t) => {
  t.is(
    parseMirror(
      [
        'https://packages.example.net/node/ Example Example',
        'http://security.example.org/debian-security/ Debian Debian-Security',
        'https://mirror.example.org/pub/debian/ Debian Debian',
        'http://other.example.org/debian/ Debian Debian',
      ].join('\n'),
    ),
    'https://mirror.example.org/pub/debian',
  );
});

test('before apt has read a list, the address says it', (t) => {
  t.is(
    parseMirror(
      [
        'http://archive.example.org/debian-security/ $(ORIGIN) $(LABEL)',
        'http://archive.example.org/debian/ $(ORIGIN) $(LABEL)',
      ].join('\n'),
    ),
    'http://archive.example.org/debian',
  );
});

for (const [what, listing] of [
  ['no apt', undefined],
  ['no list', ''],
  ['Ubuntu', 'http://archive.example.org/ubuntu/ Ubuntu Ubuntu\nhttp://archive.example.org/ubuntu/ $(ORIGIN) $(LABEL)'],
] as const) {
  test(`${what}: no mirror of Debian’s is known`, (t) => {
    t.is(parseMirror(listing), null);
  });
}
