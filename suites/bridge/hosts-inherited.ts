import {
  answered,
  conformance,
  container,
  documented,
  echoRequest,
  lanHost,
  same,
  that,
  unanswered,
  withGiven,
} from 'docknet';

const named = (entries: readonly { readonly names: readonly string[] }[]) => entries.flatMap(({ names }) => names);

export default conformance({
  id: 'bridge/hosts-inherited',
  title: 'a container on docker0 resolves the names in the host’s /etc/hosts',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The container inherits the DNS settings of the Docker daemon, including /etc/hosts.',
  ),
  given: { server: lanHost(), web: container({ started: false }) },
  when: async ({ server, web, host }) => {
    await host.write('/etc/hosts', `127.0.0.1 localhost\n${server.address} printer.example\n`);
    await web.start();
    const [byName, byAddress] = [await web.ping('printer.example'), await web.ping(server)];
    return { byName, byAddress, onHost: await host.hostsFile(), entries: await web.hostsFile() };
  },
  expect: ({ host, server }, { byName, entries }) => [
    answered(byName),
    host.uplink.saw(echoRequest(host, server)),
    that('web’s /etc/hosts has printer.example', named(entries).includes('printer.example'), entries),
  ],
  sabotage: withGiven({ web: container({ on: 'host', started: false }) }),
  known: [
    {
      engines: '*',
      because:
        'the engine writes an /etc/hosts for each container, with localhost and the container’s own name; only a ' +
        'host-network container gets the host’s',
      instead: ({ host, server, web }, { onHost, byName, byAddress, entries }) => [
        same('the host’s entry for server is', onHost.find(({ address }) => address === server.address)?.names, [
          'printer.example',
        ]),
        unanswered(byName),
        same('the error in web is', byName.error, "bad address 'printer.example'"),
        answered(byAddress), // only the name is missing
        host.uplink.sawTimes(1, echoRequest(host, server)), // by address
        that('web’s /etc/hosts does not have printer.example', !named(entries).includes('printer.example'), entries),
        same('its entry for web’s address is', entries.find(({ address }) => address === web.address)?.names, [
          web.id.slice(0, 12),
        ]),
      ],
    },
  ],
  needs: { 'ip-masq': true },
  notOnHost: 'it changes the host’s /etc/hosts',
});
