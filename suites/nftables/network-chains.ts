import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoRequest,
  journey,
  lanHost,
  nftables,
  nftablesEngine,
} from 'docknet';

export default conformance({
  id: 'nftables/network-chains',
  title: 'each bridge network has chains of its own, to which maps lead by the bridge’s name',
  about: 'rules',
  claim: documented(
    'nftables',
    'Docker’s nftables tables',
    'Beside the base chains there are further chains for each bridge network.',
  ),
  given: { daemon: nftablesEngine(), app: bridge(), web: container({ on: 'app' }), client: lanHost() },
  when: ({ web, client }) => web.ping(client),
  expect: ({ app, web, host, client }, ping) => [
    answered(ping),
    journey([app.bridge, echoRequest(web, client)], [host.uplink, echoRequest(host, client)]),
    ...['filter-forward-in', 'filter-forward-out', 'nat-postrouting-in', 'nat-postrouting-out'].flatMap((name) => [
      host.nftChain('docker-bridges', `${name}__${app.bridge.name}`).present(),
      host.nftSet('docker-bridges', `${name}-jumps`).has(app.bridge.name, `jump ${name}__${app.bridge.name}`),
    ]),
    host.rule({ nftables: `docker-bridges filter-forward-out__${app.bridge.name} accept` }).countedPackets(1),
    host
      .rule({
        nftables:
          `docker-bridges nat-postrouting-out__${app.bridge.name} ` +
          `oifname != ${app.bridge.name} ip saddr ${app.subnet} masquerade`,
      })
      .countedFlows(1),
  ],
  sabotage: ({ app }) => nftables(`delete element ip docker-bridges nat-postrouting-out-jumps { ${app.bridge.name} }`),
});
