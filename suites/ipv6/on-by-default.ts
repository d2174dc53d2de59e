import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  different,
  documented,
  engine,
  isUniqueLocal,
  none,
  withGiven,
} from 'docknet';

const enable = 'com.docker.network.enable_ipv6';
const forwarding = { 'net.ipv6.conf.all.forwarding': 1, 'net.ipv6.conf.default.forwarding': 1 };

export default conformance({
  id: 'ipv6/on-by-default',
  title: 'default-network-opts can give every new bridge network IPv6, and a network’s own option comes first',
  claim: documented(
    'rn-27',
    '27.0',
    'With default-network-opts IPv6 is enabled by default on all custom bridge networks.',
  ),
  given: {
    daemon: engine({ 'default-network-opts': { bridge: { [enable]: 'true' } } }, forwarding),
    app: bridge(),
    red: bridge({ [enable]: 'false' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    redWeb: container({ on: 'red' }),
    plain: container(),
  },
  when: async ({ web, db, redWeb, plain }) => {
    const ipv6 = async (of: typeof web) =>
      (await of.addresses({ family: 6 })).map(({ address }) => address).filter(isUniqueLocal);
    const [address = ''] = await ipv6(db);
    return { address, ping: await web.ping(address), others: [...(await ipv6(redWeb)), ...(await ipv6(plain))] };
  },
  expect: ({ web }, { address, ping, others }) => [
    different('db’s IPv6 address', address, ''),
    answered(ping),
    web.eth0.saw(anything({ to: address })),
    none('red and docker0 have no IPv6', others),
  ],
  sabotage: withGiven({ daemon: engine({}, forwarding) }),
  appliesTo: { engines: '>=27.0.0', because: 'that came with engine 27' },
});
