import test from 'ava';
import { nearestBaseline } from './baselines.js';

const names = ['20.10.24', '26.1.5', '28.5.2'];
for (const [version, nearest] of [
  ['28.5.2', '28.5.2'],
  ['28.6.0', '28.5.2'],
  ['29.0.0', '28.5.2'],
  ['28.5.1', '28.5.2'],
  ['27.0.0-rc.1', '26.1.5'],
  ['26.1.5+dfsg1', '26.1.5'],
  ['24.0.7', '26.1.5'],
  ['23.0.6', '20.10.24'],
  ['19.03.5', '20.10.24'],
  ['unknown', '20.10.24'],
] as const) {
  test(`the baseline nearest to engine ${version} is ${nearest}`, (t) => {
    t.is(nearestBaseline(version, names), nearest);
  });
}

test('where there are no baselines none is nearest', (t) => {
  t.is(nearestBaseline('28.5.2', []), null);
});
