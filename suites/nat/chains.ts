import {
  answered,
  conformance,
  documented,
  echoReply,
  echoRequest,
  engine,
  lanHost,
  localhost,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'nat/chains',
  title: 'nat PREROUTING and OUTPUT jump to DOCKER for local destinations, OUTPUT except for 127.0.0.0/8',
  about: 'rules',
  claim: documented(
    'notes',
    '4. Deep dive',
    'In the nat table PREROUTING jumps to the DOCKER chain for local destinations, and OUTPUT for those outside ' +
      '127.0.0.0/8.',
  ),
  given: { client: lanHost() },
  when: async ({ client, host }) => ({
    arriving: await client.ping(host),
    own: await host.ping(host),
    loopback: await host.ping(localhost),
    leaving: await host.ping(client),
  }),
  expect: ({ client, host }, { arriving, own, loopback, leaving }) => [
    answered(arriving),
    host.uplink.saw(echoRequest(client, host)),
    host.rule('nat', 'PREROUTING -m addrtype --dst-type LOCAL -j DOCKER').countedFlows(1), // from the uplink
    answered(own),
    host.lo.saw(echoReply(host, host)),
    answered(loopback),
    host.lo.saw(echoReply(localhost, localhost)),
    answered(leaving),
    host.uplink.saw(echoRequest(host, client)),
    // the host's ping to its own address
    host.rule('nat', 'OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER').countedFlows(1),
  ],
  // Without docker-proxy the engine translates 127.0.0.0/8 too.
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true },
});
