import test from 'ava';
import { faults, findFault, type EngineRequest, type JsonObject } from './index.js';

function change(id: string, request: Partial<EngineRequest>): EngineRequest | 'ignored' {
  const mistake = findFault(id)?.mistake;
  if (mistake?.kind !== 'request') throw new Error(`${id} changes no request`);
  return mistake.change({ method: 'POST', path: '/containers/create', body: null, ...request });
}

/** Changes a body, as the engine then reads it. */
function changeBody(id: string, body: JsonObject, path = '/containers/create'): unknown {
  const changed = change(id, { path, body });
  return changed === 'ignored' ? changed : JSON.parse(JSON.stringify(changed.body));
}

test('every fault has an id of its own, and areas', (t) => {
  t.is(new Set(faults.map(({ id }) => id)).size, faults.length);
  t.true(faults.length >= 60);
  for (const { id, areas } of faults) t.true(areas.length > 0, id);
});

test('of several published ports only the first is', (t) => {
  const ports = { '80/tcp': [{ HostPort: '8080' }, { HostPort: '8081' }], '81/tcp': [{ HostPort: '8082' }] };
  const body = { Image: 'image', HostConfig: { PortBindings: ports } };
  t.deepEqual(changeBody('request/first-port-only', body), {
    Image: 'image',
    HostConfig: { PortBindings: { '80/tcp': ports['80/tcp'] } },
  });
  t.deepEqual(changeBody('request/first-binding-only', body), {
    Image: 'image',
    HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }], '81/tcp': ports['81/tcp'] } },
  });
});

test('an option is overlooked, and the rest of the request is not', (t) => {
  const options = { 'com.docker.network.bridge.enable_icc': 'false', 'com.docker.network.driver.mtu': '1300' };
  t.deepEqual(changeBody('request/icc-option-ignored', { Name: 'app', Options: options }, '/networks/create'), {
    Name: 'app',
    Options: { 'com.docker.network.driver.mtu': '1300' },
  });
  const other = { Name: 'app', Internal: true };
  t.deepEqual(changeBody('request/icc-option-ignored', other, '/networks/create'), other);
});

test('a request is answered and ignored', (t) => {
  t.is(change('request/disconnect-ignored', { path: '/networks/app/disconnect' }), 'ignored');
  t.not(change('request/disconnect-ignored', { path: '/networks/app/connect' }), 'ignored');
  t.is(change('request/network-removal-ignored', { method: 'DELETE', path: '/networks/app' }), 'ignored');
});
