import test from 'ava';
import { execa } from 'execa';
import { tar } from './tar.js';

test('GNU tar reads names, kinds, modes, owners and contents', async (t) => {
  const made = tar([
    { kind: 'directory', path: 'bin' },
    { kind: 'file', path: 'bin/program', content: Buffer.alloc(1000, 'x'), mode: 0o755 },
    { kind: 'file', path: 'bin/whole-block', content: Buffer.alloc(512, 'y'), mode: 0o644 },
    { kind: 'link', path: 'bin/other', to: 'program' },
    { kind: 'file', path: 'empty', content: Buffer.alloc(0), mode: 0o600 },
  ]);
  const { stdout, stderr } = await execa('tar', ['--list', '--verbose', '--numeric-owner', '--utc'], { input: made });
  t.is(stderr, '');
  t.deepEqual(
    stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' ')),
    [
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 bin',
      '-rwxr-xr-x 0/0 1000 1970-01-01 00:00 bin/program',
      '-rw-r--r-- 0/0 512 1970-01-01 00:00 bin/whole-block',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/other -> program',
      '-rw------- 0/0 0 1970-01-01 00:00 empty',
    ],
  );
  const content = await execa('tar', ['--extract', '--to-stdout', 'bin/whole-block'], { input: made });
  t.is(content.stdout, 'y'.repeat(512));
});

test('a path that the header has no room for is refused', (t) => {
  t.throws(() => tar([{ kind: 'directory', path: 'd'.repeat(101) }]), { instanceOf: RangeError });
});
