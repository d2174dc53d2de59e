import {
  conformance,
  container,
  dnsQuery,
  documented,
  hostDns,
  lanHost,
  same,
  sentBy,
  sentTo,
  succeeded,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/docker0-public',
  title: 'on a host whose name servers are all on its loopback, containers of docker0 ask 8.8.8.8',
  claim: documented(
    'overview',
    'DNS services',
    'If the host’s resolv.conf has no name server off its loopback, containers of docker0 get 8.8.8.8 and 8.8.4.4.',
  ),
  given: {
    server: lanHost(),
    dns: hostDns({ nameServers: ['127.0.0.1', '127.0.0.2'], resolves: { '*': '198.51.100.66' } }),
    web: container(),
    control: container({ started: false }),
  },
  when: async ({ server, web, control, host }) => {
    await host.addRoute('default', { via: server });
    const lookup = await web.lookup('shop.example', { timeoutMs: 1000 });
    await host.write('/etc/resolv.conf', `nameserver 127.0.0.1\nnameserver ${server.address}\n`);
    const started = await control.start();
    return { lookup, started, web: await web.resolvConf(), control: await control.resolvConf() };
  },
  expect: ({ web, server, host }, { lookup, started, web: conf, control }) => [
    same('web’s name servers are', conf.nameServers, ['8.8.8.8', '8.8.4.4']),
    unresolved(lookup), // nobody has that address here
    host.docker0.bridge.saw(sentBy(web, sentTo('8.8.8.8', dnsQuery('shop.example')))),
    host.uplink.saw(sentBy(host, sentTo('8.8.8.8', dnsQuery('shop.example')))), // masqueraded
    succeeded(started),
    same('with a server off the loopback they are', control.nameServers, [server.address]),
  ],
  sabotage: withGiven({ dns: hostDns({ nameServers: ['127.0.0.1', '{server}'] }) }),
  needs: { dns: null, 'ip-masq': true },
  notOnHost: 'it changes the host’s resolv.conf',
});
