import { answered, clientSeenAs, conformance, container, documented, localhost, syn, synAck, withGiven } from 'docknet';

export default conformance({
  id: 'host/loopback-source',
  title: 'a host-network container sees requests to 127.0.0.1 come from 127.0.0.1',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'A request to localhost stays on the loopback interface and reaches the server from 127.0.0.1.',
  ),
  given: { web: container({ on: 'host', serve: 8088 }) },
  when: ({ host }) => host.get(localhost, 8088),
  expect: ({ host }, call) => [
    answered(call),
    clientSeenAs(call, localhost),
    host.lo.saw(syn(localhost, localhost, 8088)),
    host.lo.saw(synAck(localhost, 8088, localhost)),
  ],
  // On a bridge docker-proxy carries the request, and the server sees the bridge's address.
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['8088:8088'] }) }),
});
