import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  iptables,
  type Container,
  type Network,
} from 'docknet';

const back = (by: Network) => `DOCKER -i ${by.bridge.name} -j RETURN`;
const dnat = (web: Container) => `DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`;

export default conformance({
  id: 'nat/return-rule',
  title: 'nat DOCKER begins with a RETURN for what enters from each bridge',
  claim: documented(
    'notes',
    '4. Deep dive',
    'The DOCKER chain of the nat table begins with RETURN rules, one for each bridge, which send what enters there back to the calling chain.',
  ),
  given: { app: bridge(), web: container({ publish: ['8080:80'] }), db: container({ on: 'app' }) },
  when: async ({ web, db, host }) => ({ one: await web.ping(host), other: await db.ping(host) }),
  expect: ({ app, web, host }, { one, other }) => [
    answered(one),
    host.docker0.bridge.saw(echoReply(host, web)),
    host.rule('nat', back(host.docker0)).countedFlows(1),
    host.rule('nat', back(host.docker0)).precedes(host.rule('nat', dnat(web))),
    answered(other),
    host.rule('nat', back(app)).countedFlows(1),
    host.rule('nat', back(app)).precedes(host.rule('nat', dnat(web))),
    host.rule('nat', dnat(web)).countedFlows(0),
  ],
  // Its own RETURN is never reached: one for every interface stands before it.
  sabotage: () => iptables('-t nat -I DOCKER -j RETURN'),
});
