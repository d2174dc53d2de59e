import { conformance, documented, engine, same, withGiven } from 'docknet';

export default conformance({
  id: 'bridge/three-defaults',
  title: 'a new engine has the networks bridge, host and none',
  claim: documented(
    'notes',
    '3. Docker networking subsystem',
    'Three networks exist by default: bridge (driver bridge), host (driver host) and none (driver null).',
  ),
  given: {},
  when: ({ host }) => host.networks(),
  expect: (_, networks) => {
    const driverOf = (name: string) =>
      networks.filter((network) => network.name === name).map((network) => network.driver);
    return [
      same('the networks named bridge have the drivers', driverOf('bridge'), ['bridge']),
      same('the networks named host have the drivers', driverOf('host'), ['host']),
      same('the networks named none have the drivers', driverOf('none'), ['null']),
    ];
  },
  sabotage: withGiven({ daemon: engine({ bridge: 'none' }) }),
});
