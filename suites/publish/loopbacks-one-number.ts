import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  localhost,
  localhostIpv6,
  same,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'publish/loopbacks-one-number',
  title: 'publications at addresses of both families without a host port get one number',
  claim: documented(
    'rn-27',
    '27.0',
    'Ports published at specific addresses of both families, 127.0.0.1::80 and [::1]::80, get the same host port.',
  ),
  given: {
    other: container({ publish: [`${localhost}::80`] }), // takes the next number there alone
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    web: container({ on: 'app', serve: 80, publish: [`${localhost}::80`, `[${localhostIpv6}]::80`] }),
  },
  when: async ({ web, host }) => {
    const port = web.publishedPort('80/tcp');
    return { page: await host.get(localhost, port), pageIpv6: await host.get(localhostIpv6, port) };
  },
  expect: ({ web }, { page, pageIpv6 }) => [
    answered(page),
    answered(pageIpv6),
    same('the numbers of web’s port are', [...numbersOf(web.ports['80/tcp'])], [web.publishedPort('80/tcp')]),
  ],
  sabotage: withGiven({ web: container({ on: 'app', serve: 80, publish: [`${localhost}::80`] }) }),
  appliesTo: { engines: '>=27.0.0', because: 'before engine 27 each publication has a number of its own' },
});

const numbersOf = (ports: readonly string[] = []): ReadonlySet<number> =>
  new Set(ports.map((port) => Number(port.slice(port.lastIndexOf(':') + 1))));
