import { answered, clientSeenAs, conformance, container, documented, syn, synAck, withGiven } from 'docknet';

export default conformance({
  id: 'host/loopback-source',
  title: 'a host-network container sees a request to 127.0.0.1 come from 127.0.0.1',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'A request to localhost stays on the loopback interface and reaches the server with 127.0.0.1 as its source.',
  ),
  given: { web: container({ on: 'host', serve: 8088 }) },
  when: ({ host }) => host.get('127.0.0.1', 8088),
  expect: ({ host }, call) => [
    answered(call),
    clientSeenAs(call, '127.0.0.1'),
    host.lo.saw(syn('127.0.0.1', '127.0.0.1', 8088)),
    host.lo.saw(synAck('127.0.0.1', 8088, '127.0.0.1')),
  ],
  // On a bridge docker-proxy carries the same request, and the server sees the bridge's address.
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['8088:8088'] }) }),
});
