import test from 'ava';
import fc from 'fast-check';
import { diffRules } from './chain-difference.js';

test('common rules are listed once, in their order', (t) => {
  t.deepEqual(
    diffRules(['a', 'b', 'c'], ['x', 'b', 'c', 'd']).map((line) => `${line.in} ${line.text}`),
    ['base a', 'candidate x', 'both b', 'both c', 'candidate d'],
  );
});

test('both lists can be restored from the lines', (t) => {
  const rules = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(rules, rules, (base, candidate) => {
      const lines = diffRules(base, candidate);
      const of = (run: 'base' | 'candidate') =>
        lines.filter((line) => line.in === 'both' || line.in === run).map(({ text }) => text);
      t.deepEqual(of('base'), base);
      t.deepEqual(of('candidate'), candidate);
    }),
  );
});
