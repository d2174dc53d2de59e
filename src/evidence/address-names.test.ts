import test from 'ava';
import { nameAddresses } from './address-names.js';
import type { ContainerTopology, HostTopology } from '../check/index.js';

const host: HostTopology = {
  address: '198.51.100.2',
  secondaryAddress: '198.51.100.3',
  uplink: 'uplink',
  mac: '02:00:00:00:00:01',
  secondLan: { address: '203.0.113.2', uplink: 'uplink2' },
  docker0: {
    kind: 'network',
    key: 'bridge',
    name: 'bridge',
    id: 'b',
    subnet: '172.17.0.0/16',
    gateway: '172.17.0.1',
    bridge: 'docker0',
  },
};
const web: ContainerTopology = {
  kind: 'container',
  key: 'web',
  name: 'web-x',
  id: 'c',
  on: 'app',
  address: '172.18.0.2',
  mac: null,
  veth: 'veth1',
  serve: null,
  ports: {},
  pid: null,
  alsoOn: [{ on: 'bridge', address: '172.17.0.2', mac: null, veth: 'veth2', interface: 'eth1' }],
};

test('a container’s addresses have its key, a bridge’s its point’s name, the host’s are the host’s', (t) => {
  const names = nameAddresses({
    host,
    places: {
      web,
      asleep: { ...web, key: 'asleep', address: null, alsoOn: [] },
      app: {
        kind: 'network',
        key: 'app',
        name: 'app-x',
        id: 'n',
        subnet: '172.18.0.0/16',
        gateway: '172.18.0.1',
        bridge: 'br-1',
      },
      // A LAN host may have an address of the docker host's.
      twin: {
        kind: 'lan-host',
        key: 'twin',
        address: '198.51.100.3',
        subnet: '198.51.100.0/24',
        mac: '02:00:00:00:00:02',
      },
    },
  });
  t.deepEqual(Object.fromEntries(names), {
    '172.18.0.2': 'web',
    '172.17.0.2': 'web',
    '172.18.0.1': 'br-app',
    '172.17.0.1': 'docker0',
    '198.51.100.2': 'host',
    '198.51.100.3': 'host',
    '203.0.113.2': 'host',
  });
});
