import {
  answered,
  anything,
  conformance,
  container,
  documented,
  echoReply,
  echoRequest,
  failed,
  internalBridge,
  none,
  that,
  unanswered,
  withGiven,
} from 'docknet';

const isolated = { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' };
const both = { ...isolated, 'com.docker.network.bridge.gateway_mode_ipv6': 'isolated' };

export default conformance({
  id: 'gateway/isolated',
  title: 'an internal network in gateway mode isolated has no address on the host, and host and containers are apart',
  claim: documented(
    'ports',
    'Gateway modes',
    'In mode isolated, for internal networks alone, the bridge has no address: containers cannot reach the host by it.',
  ),
  given: {
    app: internalBridge(both, { ipv6: 'fd00:d0c:1::/64' }),
    red: internalBridge({}, { ipv6: 'fd00:d0c:2::/64' }),
    web: container({ on: 'app' }),
    db: container({ on: 'app' }),
    redWeb: container({ on: 'red' }),
  },
  when: async ({ web, db, redWeb, host }) => {
    const refused = await host.createNetwork('open', {}, isolated);
    const [families, between, betweenIpv6, control, down, up] = await Promise.all([
      Promise.all([host.addresses(), host.addresses({ family: 6 })]),
      db.ping(web),
      db.ping(web.ipv6),
      host.ping(redWeb),
      host.ping(web, { timeoutMs: 1000 }),
      db.ping(host, { timeoutMs: 1000 }),
    ]);
    return { refused, families, between, betweenIpv6, control, down, up };
  },
  expect: ({ app, red, web, db, redWeb }, { refused, families, between, betweenIpv6, control, down, up }) => [
    failed(refused, 'isolated'),
    answered(between),
    web.eth0.saw(echoRequest(db, web)),
    db.eth0.saw(echoReply(web, db)),
    answered(control), // a plain internal network
    red.bridge.saw(echoRequest(red.gateway, redWeb)),
    answered(betweenIpv6),
    ...families.flatMap((addresses) => [
      that(
        'the plain network’s bridge has an address',
        addresses.some((one) => one.interface === red.bridge.name),
        addresses,
      ),
      none(
        'the isolated network’s bridge has none',
        addresses.filter((one) => one.interface === app.bridge.name),
      ),
    ]),
    unanswered(down),
    web.eth0.sawTimes(1, anything({ protocol: 'icmp', to: web })), // db’s
    unanswered(up),
    db.eth0.sawTimes(1, anything({ protocol: 'icmp', from: db })),
  ],
  sabotage: withGiven({ app: internalBridge({}, { ipv6: 'fd00:d0c:1::/64' }) }),
  appliesTo: { engines: '>=28.0.0', because: 'the mode isolated came with engine 28' },
});
