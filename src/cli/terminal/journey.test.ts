import test from 'ava';
import { masqueradedPings } from '../../report/testing/flows.js';
import { joinPatterns } from '../testing/docknet.js';
import { formatJourney } from './journey.js';

const [request] = masqueradedPings(1).journeys;

test('a journey is printed as its points, with changes between them', (t) => {
  if (request === undefined) throw new Error('no journey');
  const { summary, path } = formatJourney(request, new Map([['172.17.0.2', 'web']]), 200);
  t.regex(summary.join(' '), /^web → 198\.51\.100\.\d+ {2}ICMP echo request id \d+ seq \d+$/);
  t.regex(
    path.join(' '),
    joinPatterns(
      /^web\.eth0 › docker0 › \[source 172\.17\.0\.2 → 198\.51\.100\.1, TTL 64 → 63\] › /,
      /host\.uplink › server\.eth0 \+[\d.]+ µs$/,
    ),
  );
});

test('no line is too long, and no word is cut', (t) => {
  if (request === undefined) throw new Error('no journey');
  for (const width of [60, 80, 100]) {
    const { summary, path } = formatJourney(request, new Map(), width);
    for (const line of [...summary, ...path]) t.true(line.length <= width - 12, line);
    t.is(path.join(' '), formatJourney(request, new Map(), 1_000).path.join(' '));
  }
});

test('of a flooded packet the first points are printed, and the number of the others', (t) => {
  const [hop] = request?.hops ?? [];
  if (request === undefined || hop === undefined) throw new Error('no journey');
  const { path } = formatJourney(
    { ...request, hops: Array.from({ length: 200 }, (_, n) => ({ ...hop, point: `c${n}.eth0` })) },
    new Map(),
    1_000,
  );
  t.regex(path.join(' '), /^c0\.eth0 › c1\.eth0 › .* › c7\.eth0 › flooded to 192 more points/);
});

test('control characters from a container are escaped', (t) => {
  if (request === undefined) throw new Error('no journey');
  const { summary } = formatJourney(request, new Map([['172.17.0.2', 'web\u001b[2J']]), 80);
  t.false(summary.join('').includes('\u001b'));
});
