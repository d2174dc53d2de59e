import { conformance, documented, engine, same, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/three-defaults',
  title: 'an engine has the networks bridge, host and none from the start',
  claim: documented(
    'notes',
    '3. Docker networking subsystem',
    'Three networks are there by default: bridge (driver bridge), host (driver host) and none (driver null).',
  ),
  given: {},
  when: ({ host }) => host.networks(),
  expect: (_, networks) => {
    const driverOf = (name: string) =>
      networks.filter((network) => network.name === name).map((network) => network.driver);
    return [
      same('the drivers of the networks called bridge are', driverOf('bridge'), ['bridge']),
      same('the drivers of the networks called host are', driverOf('host'), ['host']),
      same('the drivers of the networks called none are', driverOf('none'), ['null']),
    ];
  },
  sabotage: withGiven({ engine: engine({ bridge: 'none' }) }),
});
