import test from 'ava';
import { expandNewest } from './engine-names.js';
import { InputError } from './inputs.js';
import { readPart, selectNewest } from './newest-parts.js';

const available = ['debian:trixie', 'docker:29.7.2', 'docker:29.7.1', 'docker:29.7.0', 'docker:29.6.1'].map((name) => ({
  name,
}));

test('newest:3 stands for docker-ce’s three newest releases, the oldest of them first', (t) => {
  t.deepEqual(expandNewest(['private', 'newest:3', 'docker:29.7.1'], available), [
    ...['private', 'docker:29.7.0', 'docker:29.7.1', 'docker:29.7.2'],
  ]);
  t.deepEqual(expandNewest(['newest:9'], available).length, 4);
  t.throws(() => expandNewest(['newest:all'], available), { instanceOf: InputError, message: /such as newest:3/ });
});

test('of each artifact the newest attempt is merged, by number', (t) => {
  const parts = ['shard-1-2', 'shard-1-10', 'shard-2-1', 'shard-10-1', 'plain'].map((name) =>
    readPart(name, `/${name}`),
  );
  t.deepEqual(
    selectNewest(parts).map(({ directory }) => directory),
    ['/plain', '/shard-1-10', '/shard-2-1', '/shard-10-1'],
  );
});
