import test from 'ava';
import { placeOf } from './create-places.js';
import type { Container, Network } from './places.js';
import type { ContainerTopology } from './topology.js';
import { MissingAddressError } from './words/address.js';
import { echoRequest } from './words/frame.js';

const topology: ContainerTopology = {
  kind: 'container',
  key: 'web',
  name: 'web-x',
  id: 'a',
  pid: 7,
  on: 'red',
  address: '172.18.0.2',
  mac: '02:42:ac:12:00:02',
  veth: 'veth1',
  alsoOn: [{ on: 'blue', address: '172.19.0.2', mac: null, veth: 'veth2', interface: 'eth1' }],
  serve: null,
  ports: {},
};
const network = (key: string) => ({ key }) as Network;

test('a container has an address on each of its networks', (t) => {
  const web = placeOf(topology) as Container;
  t.deepEqual([web.hasAddress, web.address, web.pid], [true, '172.18.0.2', 7]);
  const { address, point } = web.attachment(network('blue'));
  t.deepEqual([address, point.point, point.name], ['172.19.0.2', 'web.eth1', 'veth2']);
});

test('what a container does not have throws, naming it', (t) => {
  const web = placeOf({ ...topology, address: null, mac: null, pid: null }) as Container;
  t.false(web.hasAddress);
  t.throws(() => web.address, { instanceOf: MissingAddressError, message: 'web has no address of its own' });
  t.throws(() => web.mac, { instanceOf: MissingAddressError });
  t.throws(() => web.pid, { message: 'The container web is not running.' });
  t.throws(() => web.attachment(network('green')), { message: 'web on green has no address of its own' });
  t.throws(() => echoRequest(web, '198.51.100.2'), { instanceOf: MissingAddressError });
});
