import test from 'ava';
import { parseMirror } from './debian-root.js';

test('parseMirror selects apt’s archive, not its security updates or third-party packages', (t) => {
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

test('before the first apt-get update, parseMirror selects the archive by its path', (t) => {
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
  ['no apt or no list', ''],
  ['Ubuntu', 'http://archive.example.org/ubuntu/ Ubuntu Ubuntu\nhttp://archive.example.org/ubuntu/ $(ORIGIN) $(LABEL)'],
] as const) {
  test(`${what}: parseMirror returns null`, (t) => {
    t.is(parseMirror(listing), null);
  });
}
