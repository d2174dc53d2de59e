import { answered, conformance, documented, echoReply, echoRequest, engine, lanHost, withGiven } from 'docknet';

const localhost = '127.0.0.1';

export default conformance({
  id: 'nat/chains',
  title: 'PREROUTING and OUTPUT hand what is for the host itself to DOCKER, OUTPUT not what is for 127.0.0.0/8',
  claim: documented(
    'notes',
    '4. Deep dive',
    'In the nat table PREROUTING jumps to the DOCKER chain for local destinations, and OUTPUT does so for local destinations other than 127.0.0.0/8.',
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
    host.rule('nat', 'PREROUTING -m addrtype --dst-type LOCAL -j DOCKER').countedFlows(1), // what came in by the uplink
    answered(own),
    host.lo.saw(echoReply(host, host)),
    answered(loopback),
    host.lo.saw(echoReply(localhost, localhost)),
    answered(leaving),
    host.uplink.saw(echoRequest(host, client)),
    host.rule('nat', 'OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER').countedFlows(1), // the host's call to its own address
  ],
  // Without the proxy the engine has 127.0.0.0/8 translated too.
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
});
