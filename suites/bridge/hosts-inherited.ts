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

export default conformance({
  id: 'bridge/hosts-inherited',
  title: 'a container on docker0 knows the names of the host’s /etc/hosts',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'The container inherits the DNS settings of the Docker daemon, /etc/hosts among them.',
  ),
  given: { server: lanHost(), web: container({ started: false }) },
  when: async ({ server, web, host }) => {
    await host.write('/etc/hosts', `127.0.0.1 localhost\n${server.address} printer.example\n`);
    await web.start();
    const [byName, byAddress] = [await web.ping('printer.example'), await web.ping(server)];
    return {
      onHost: await host.sh('getent hosts printer.example'),
      byName,
      byAddress,
      file: await web.read('/etc/hosts'),
    };
  },
  expect: ({ host, server }, { byName, file }) => [
    answered(byName),
    host.uplink.saw(echoRequest(host, server)),
    that('web’s /etc/hosts has the host’s line for printer.example', file.includes('printer.example'), file),
  ],
  sabotage: withGiven({ web: container({ on: 'host', started: false }) }),
  known: [
    {
      engines: '*',
      because:
        'the engine writes each container an /etc/hosts of its own, with localhost and the container’s own name; only a host-network container gets the host’s',
      instead: ({ host, server, web }, { onHost, byName, byAddress, file }) => [
        that('the host itself knows printer.example', onHost.includes(server.address), onHost),
        unanswered(byName),
        same('web’s complaint is', byName.error, "bad address 'printer.example'"),
        answered(byAddress), // by its address it is reached, so that only the name is missing
        host.uplink.sawTimes(1, echoRequest(host, server)),
        that('web’s /etc/hosts does not have printer.example', !file.includes('printer.example'), file),
        that('it has web’s own address', file.includes(`${web.address}\t${web.id.slice(0, 12)}`), file),
      ],
    },
  ],
  notOnHost: 'it changes the host’s /etc/hosts',
});
