import test from 'ava';
import fc from 'fast-check';
import { ruleLines } from './rule-lines.js';

test('what both have stands once, in the order of both', (t) => {
  t.deepEqual(
    ruleLines(['a', 'b', 'c'], ['x', 'b', 'c', 'd']).map(({ side, text }) => `${side} ${text}`),
    ['base a', 'candidate x', 'both b', 'both c', 'candidate d'],
  );
});

test('each side can be read back from the lines', (t) => {
  const rules = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(rules, rules, (base, candidate) => {
      const lines = ruleLines(base, candidate);
      const of = (side: 'base' | 'candidate') =>
        lines.filter((line) => line.side === 'both' || line.side === side).map(({ text }) => text);
      t.deepEqual(of('base'), base);
      t.deepEqual(of('candidate'), candidate);
    }),
  );
});
