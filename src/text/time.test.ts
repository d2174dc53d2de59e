import test from 'ava';
import { formatDuration, formatTime, formatOffset } from './time.js';

test('durations read as a person says them', (t) => {
  t.deepEqual([0, 999, 1000, 22_707, 245_000].map(formatDuration), ['0 ms', '999 ms', '1.0 s', '22.7 s', '4 min 05 s']);
});

test('times since the first frame keep the precision that matters', (t) => {
  t.deepEqual(
    [0n, 400n, 12_400n, 1_204_000n, 2_310_000_000n, -900n].map((time) =>
      formatOffset(5_000_000_000n, 5_000_000_000n + time),
    ),
    ['0 µs', '+0.4 µs', '+12.4 µs', '+1.204 ms', '+2.310 s', '−0.9 µs'],
  );
});

test('what is not a time is shown as it is', (t) => {
  t.is(formatTime('2026-03-01T14:02:11.204Z'), '2026-03-01 14:02:11 UTC');
  t.is(formatTime('yesterday'), 'yesterday');
});
