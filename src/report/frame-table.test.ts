import test from 'ava';
import { frameTable } from './frame-table.js';
import { droppedSyns, masqueradedPings } from './testing/flows.js';

const points = ['server.eth0', 'host.uplink', 'docker0', 'web.eth0'].map((name, position) => ({ name, interface: 'x', order: 9 - position, frames: 2, dropped: 0 }));

test('columns are in path order, from a container outward', (t) => {
  t.deepEqual(frameTable(points, []).columns.map(({ name }) => name), ['web.eth0', 'docker0', 'host.uplink', 'server.eth0']);
});

test('an echo goes out and its reply comes in, in time order', (t) => {
  const { journeys } = masqueradedPings(1);
  const table = frameTable(points, [...journeys].reverse());
  t.deepEqual(table.rows.map(({ direction }) => direction), ['out', 'in']);
  t.is(table.rows[0]?.journey.hops[0]?.time, table.origin);
});

test('a packet that was stopped leaves cells empty, and a point the record does not name gets a column', (t) => {
  const table = frameTable(points, droppedSyns().journeys);
  t.deepEqual(table.columns.map(({ name }) => name).at(-1), 'client.eth0');
  t.deepEqual(table.rows[0]?.cells.map(({ length }) => length), [0, 0, 1, 0, 1]);
});
