import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  shell,
  type Container,
  type Network,
} from 'docknet';

const returnRule = (by: Network) => `DOCKER -i ${by.bridge.name} -j RETURN`;
const dnat = (web: Container) => `DOCKER ! -i docker0 -p tcp --dport 8080 -j DNAT --to-destination ${web.address}:80`;

export default conformance({
  id: 'nat/return-rule',
  title: 'nat DOCKER begins with a RETURN rule for each bridge',
  about: 'rules',
  claim: documented(
    'notes',
    '4. Deep dive',
    'The DOCKER chain of the nat table begins with RETURN rules, one for each bridge, for packets that enter from it.',
  ),
  given: { app: bridge(), web: container({ publish: ['8080:80'] }), db: container({ on: 'app' }) },
  when: async ({ web, db, host }) => ({ fromWeb: await web.ping(host), fromDb: await db.ping(host) }),
  expect: ({ app, web, host }, { fromWeb, fromDb }) => [
    answered(fromWeb),
    host.docker0.bridge.saw(echoReply(host, web)),
    host.rule('nat', returnRule(host.docker0)).countedFlows(1),
    host.rule('nat', returnRule(host.docker0)).precedes(host.rule('nat', dnat(web))),
    answered(fromDb),
    host.rule('nat', returnRule(app)).countedFlows(1),
    host.rule('nat', returnRule(app)).precedes(host.rule('nat', dnat(web))),
    host.rule('nat', dnat(web)).countedFlows(0),
  ],
  known: [
    {
      engines: '>=29.0.0',
      because: 'these engines have no RETURN rules in nat DOCKER (moby #49981); the DNAT rules exclude the bridge',
      instead: ({ app, web, host }, { fromWeb, fromDb }) => [
        answered(fromWeb),
        host.docker0.bridge.saw(echoReply(host, web)),
        host.rule('nat', returnRule(host.docker0)).absent(),
        answered(fromDb),
        host.rule('nat', returnRule(app)).absent(),
        host.rule('nat', dnat(web)).countedFlows(0),
      ],
    },
  ],
  // A RETURN for every interface comes first, and a bridge's RETURN is there where the engine has none.
  sabotage: () => shell('iptables -t nat -I DOCKER -j RETURN && iptables -t nat -A DOCKER -i docker0 -j RETURN'),
  needs: { 'userland-proxy': true, 'ip-masq': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no DOCKER chain' },
});
