import test from 'ava';
import { nameCells } from './names.js';

test('cells of one engine, or of directories with the same last part, get different names', (t) => {
  t.deepEqual(nameCells(['private', 'debian:trixie', '/srv/a/root/', '/srv/b/root', 'private']), [
    { name: 'private', directory: 'private' },
    { name: 'debian:trixie', directory: 'debian-trixie' },
    { name: '/srv/a/root', directory: 'root' },
    { name: '/srv/b/root', directory: 'root-2' },
    { name: 'private-2', directory: 'private-2' },
  ]);
  t.deepEqual(
    nameCells(['/', '..']).map(({ directory }) => directory),
    ['engine', 'engine-2'],
  );
});
