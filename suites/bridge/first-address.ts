import { answered, conformance, container, different, documented, engine, same, that, withGiven } from 'docknet';

/** The first address of a subnet, 172.17.0.1/16 for 172.17.0.0/16. */
const firstOf = (subnet = '') => subnet.replace(/\.0\//, '.1/');
const isPrivate = (subnet = '') => /^(10|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(subnet); // RFC 1918

export default conformance({
  id: 'bridge/first-address',
  title: 'docker0 takes the first address of a private subnet that the host does not use',
  claim: documented(
    'notes',
    '3.1. docker0 - default bridge network',
    'At start-up the engine finds an unused subnet on the host and gives the default bridge its first address.',
  ),
  given: { web: container({ started: false }) },
  when: async ({ web, host }) => {
    const docker0 = async () => ({
      subnet: (await host.networks()).find((network) => network.name === 'bridge')?.subnet ?? '',
      address: /inet (\S+)/.exec(await host.sh('ip -4 address show dev docker0'))?.[1] ?? '',
    });
    const first = await docker0();
    await host.stopEngine();
    // Now that subnet is in use elsewhere. What it stored goes too: from that it would make the old bridge anew, with the old subnet, routed or not.
    await host.sh(
      `ip link del docker0 && rm -r /run/docknet/data/network && ip route add ${first.subnet} dev ${host.uplink.name}`,
    );
    await host.startEngine();
    const second = await docker0();
    await web.start();
    return { first, second, ping: await web.ping(second.address.replace(/\/.*/, '')) };
  },
  expect: (_, { first, second, ping }) => [
    that('the first subnet is a private one', isPrivate(first.subnet), first.subnet),
    same('docker0 has its first address,', first.address, firstOf(first.subnet)),
    different(
      'with that subnet routed elsewhere, the subnets of the first and the second start',
      first.subnet,
      second.subnet,
    ),
    that('the second subnet is a private one', isPrivate(second.subnet), second.subnet),
    same('docker0 has its first address,', second.address, firstOf(second.subnet)),
    answered(ping), // a container there reaches docker0 at that address
  ],
  sabotage: withGiven({ engine: engine({ bip: '172.17.0.9/16' }) }), // told which address to take, whatever is in use
  notOnHost: 'it stops the engine and removes docker0',
});
