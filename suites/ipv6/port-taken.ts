import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  failed,
  lanHost,
  refused,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'ipv6/port-taken',
  title:
    'a port that is taken over IPv6 only fails a container, which leaves it free over IPv4; a removed one frees both',
  claim: documented(
    'publish',
    'docker-proxy and local network',
    'docker-proxy binds a published port on the host, over both families, so no other container can publish it.',
  ),
  given: {
    app: bridge({}, { ipv6: 'fd00:d0c:1::/64' }),
    first: container({ on: 'app', serve: 80, publish: ['[{ipv6}]:8080:80'] }),
    both: container({ on: 'app', serve: 81, publish: ['8080:81'], started: false }),
    ipv4: container({ on: 'app', serve: 82, publish: ['{host}:8080:82'], started: false }),
    client: lanHost({ ipv6: true }),
  },
  when: async ({ first, both, ipv4, host, client }) => {
    const calls = async () => ({ ipv6: await client.get(host.ipv6, 8080), ipv4: await client.get(host, 8080) });
    const taken = await both.start();
    const failedCalls = await calls();
    const beside = await ipv4.start();
    const besideCalls = await calls();
    await Promise.all([first.remove(), ipv4.remove()]);
    const released = await both.start();
    const releasedCalls = await calls();
    const again = await first.start();
    return { taken, failedCalls, beside, besideCalls, released, releasedCalls, again };
  },
  expect: (_, { taken, failedCalls, beside, besideCalls, released, releasedCalls, again }) => [
    failed(taken, ':8080', 'already'),
    answered(failedCalls.ipv6), // of first
    refused(failedCalls.ipv4), // nothing is left of the container that failed
    succeeded(beside),
    answered(besideCalls.ipv6),
    answered(besideCalls.ipv4),
    succeeded(released),
    answered(releasedCalls.ipv6),
    answered(releasedCalls.ipv4),
    failed(again, ':8080', 'already'),
  ],
  sabotage: withGiven({ first: container({ on: 'app', serve: 80, publish: ['[{ipv6}]:8081:80'] }) }),
});
