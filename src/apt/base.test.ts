import test from 'ava';
import { chooseBase, parseMirror, parseMirrorList, parseOsRelease } from './base.js';

test('parseMirror selects apt’s archive, not its security updates or third-party packages', (t) => {
  t.is(
    parseMirror(
      [
        'https://packages.example.net/node/ Example Example',
        'http://security.example.org/debian-security/ Debian Debian-Security',
        'https://mirror.example.org/pub/debian/ Debian Debian',
        'http://other.example.org/debian/ Debian Debian',
      ].join('\n'),
      'Debian',
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
      'Debian',
    ),
    'http://archive.example.org/debian',
  );
});

for (const [what, listing] of [
  ['no apt or no list', ''],
  ['Ubuntu', 'http://archive.example.org/ubuntu/ Ubuntu Ubuntu\nhttp://archive.example.org/ubuntu/ $(ORIGIN) $(LABEL)'],
] as const) {
  test(`${what}: parseMirror returns null`, (t) => {
    t.is(parseMirror(listing, 'Debian'), null);
  });
}

test('parseMirror selects Ubuntu’s archive, and a list of mirrors as GitHub’s runners have it', (t) => {
  const listing =
    'https://packages.example.net/ubuntu/ Example Example\nhttp://archive.example.org/ubuntu/ Ubuntu Ubuntu';
  t.is(parseMirror(listing, 'Ubuntu'), 'http://archive.example.org/ubuntu');
  const list = 'http://near.example.org/ubuntu/\tpriority:1\nhttps://archive.example.org/ubuntu/\tpriority:2\n';
  t.is(parseMirrorList(list), 'http://near.example.org/ubuntu');
  t.is(parseMirrorList('# none\n'), null);
});

test('the base is this machine’s release unless another is named', async (t) => {
  t.is(parseOsRelease('ID=debian\nVERSION_CODENAME=bookworm\n'), 'debian:bookworm');
  t.is(parseOsRelease('VERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n'), 'ubuntu:noble');
  t.is(parseOsRelease('ID="fedora"\nVERSION_CODENAME=""\n'), null);
  t.deepEqual(await chooseBase('ubuntu:noble'), { name: 'ubuntu:noble', distribution: 'ubuntu', suite: 'noble' });
  for (const name of ['fedora:42', 'debian', 'debian:12', 'debian:a b'])
    await t.throwsAsync(chooseBase(name), { message: /^--base .*: pass debian:SUITE or ubuntu:SUITE/ });
});
