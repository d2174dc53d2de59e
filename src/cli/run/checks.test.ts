import test from 'ava';
import fc from 'fast-check';
import { selectShard, readShard } from './checks.js';

test('--shard is read', (t) => {
  t.deepEqual(readShard('2/4'), { number: 2, of: 4 });
});

for (const text of ['0/4', '5/4', '1', '1/0', 'a/b', '1/4/2', '-1/4', '']) {
  test(`"${text}" is no shard`, (t) => {
    t.throws(() => readShard(text), { message: /such as 1\/4/ });
  });
}

test('every check is in exactly one part, and the parts are even', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), (checks, of) => {
      fc.pre(checks >= of);
      const ids = Array.from({ length: checks }, (_, n) => `a/${n}`);
      const parts = Array.from({ length: of }, (_, n) => selectShard(ids, { number: n + 1, of }));
      return (
        parts.flat().sort().join() === [...ids].sort().join() &&
        Math.max(...parts.map((p) => p.length)) - Math.min(...parts.map((p) => p.length)) <= 1
      );
    }),
  );
  t.pass();
});

test('an empty part is refused', (t) => {
  t.throws(() => selectShard(['a/b', 'a/c'], { number: 3, of: 3 }), { message: /only 2 are selected/ });
});
