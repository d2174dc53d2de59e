import test from 'ava';
import { buildMarkerFrame, readMarker, shortestSnapshot, type Marker } from './marker.js';

const marker: Marker = { token: 'V1StGXR8_Z5jdHi6', point: 258, kind: 'closing' };
const source = Uint8Array.of(2, 0, 0, 0, 0, 1);

test('reads a marker from its frame, also cut to the shortest snaplen', (t) => {
  const frame = buildMarkerFrame(marker, source);
  t.deepEqual(readMarker(frame), marker);
  t.deepEqual(readMarker(frame.subarray(0, shortestSnapshot)), marker);
  t.deepEqual(readMarker(buildMarkerFrame({ ...marker, kind: 'opening' }, source)), { ...marker, kind: 'opening' });
});

test('sends a marker to an address that bridges do not forward, in an experimental EtherType', (t) => {
  const frame = buildMarkerFrame(marker, source);
  t.is(frame.length, 60);
  t.is(frame.toString('hex', 0, 14), '0180c200000e' + '020000000001' + '88b5');
});

test('finds no marker in other frames', (t) => {
  const frame = buildMarkerFrame(marker, source);
  t.is(readMarker(frame.subarray(0, 40)), null);
  t.is(readMarker(new Uint8Array(0)), null);
  for (const changed of [13, 14, 20]) {
    const other = Uint8Array.from(frame);
    other[changed] = 0xff;
    t.is(readMarker(other), null, `byte ${changed}`);
  }
});
