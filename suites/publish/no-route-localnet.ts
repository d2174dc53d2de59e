import {
  clientSeenAs,
  conformance,
  container,
  documented,
  engine,
  localhost,
  same,
  syn,
  synAck,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/no-route-localnet',
  title: 'the engine leaves route_localnet off: 127.0.0.1 stays on lo',
  claim: documented('publish', 'some future research topics', 'Docker does not enable routing of the local network.'),
  given: { web: container({ serve: 80, publish: ['8080:80'] }) },
  when: async ({ host }) => {
    const sysctl = (where: string) => host.sysctl(`net.ipv4.conf.${where}.route_localnet`);
    return { all: await sysctl('all'), docker0: await sysctl('docker0'), call: await host.get(localhost, 8080) };
  },
  expect: ({ web, host }, { all, docker0, call }) => [
    same('net.ipv4.conf.all.route_localnet is', all, '0'),
    same('net.ipv4.conf.docker0.route_localnet is', docker0, '0'),
    clientSeenAs(call, host.docker0.gateway),
    host.lo.saw(synAck(localhost, 8080, localhost)), // docker-proxy answers on lo
    host.docker0.bridge.saw(syn(host.docker0.gateway, web, 80)),
  ],
  sabotage: withGiven({ daemon: engine({ 'userland-proxy': false }) }),
  needs: { 'userland-proxy': true },
});
