import { clientSeenAs, conformance, container, documented, engine, localhost, syn, synAck, withGiven } from 'docknet';

export default conformance({
  id: 'publish/localhost-by-proxy',
  title: 'docker-proxy carries a call to a published port on 127.0.0.1',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'For the local network Docker runs docker-proxy: it answers on the published port and makes its own request ' +
      'to the container.',
  ),
  given: { web: container({ serve: 80, publish: ['8080:80'] }) },
  when: ({ host }) => host.get(localhost, 8080),
  expect: ({ web, host }, call) => [
    clientSeenAs(call, host.docker0.gateway),
    host.lo.saw(syn(localhost, localhost, 8080)), // one connection to the proxy
    host.lo.saw(synAck(localhost, 8080, localhost)),
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)), // and one from it
    host.docker0.bridge.saw(synAck(web, 80, host.docker0.gateway)),
  ],
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true },
});
