import {
  arpReply,
  arpRequest,
  answered,
  bridge,
  conformance,
  container,
  documented,
  echoReply,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'interface/sysctl-per-interface',
  title: 'a sysctl given for a container’s endpoint holds on that interface, and on no other',
  claim: documented(
    'net-connect',
    '--driver-opt',
    'endpoint.sysctls sets kernel settings of the interface that stands for IFNAME.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({
      on: 'red',
      alsoOn: ['blue'],
      driverOptions: {
        'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.arp_filter=1,net.ipv4.conf.IFNAME.arp_ignore=8',
      },
    }),
    redClient: container({ on: 'red' }),
    blueClient: container({ on: 'blue' }),
    control: container({ on: 'red' }),
  },
  when: async ({ blue, web, redClient, blueClient, control }) => {
    // Not by ping: the announcements of a starting container may tell who asks for its address.
    const ask = (from: typeof web, { address }: { address: string }) => from.sh(`arping -c 1 -w 1 ${address}`);
    await Promise.all([ask(redClient, web), ask(blueClient, web.attachment(blue))]);
    await ask(redClient, control);
    const restarted = await web.restart();
    await ask(control, web);
    return { restarted, ping: await control.ping(redClient) };
  },
  expect: ({ red, blue, web, redClient, blueClient, control }, { restarted, ping }) => [
    answered(ping),
    red.bridge.saw(arpRequest(web, { from: redClient })),
    redClient.eth0.saw(arpReply(control)),
    redClient.eth0.neverSaw(arpReply(web)),
    blueClient.eth0.saw(arpReply(web.attachment(blue))),
    succeeded(restarted),
    red.bridge.saw(arpRequest(web, { from: control })),
    control.eth0.saw(echoReply(redClient, control)),
    control.eth0.neverSaw(arpReply(web)), // after a restart too
  ],
  appliesTo: { engines: '>=27.0.0', because: 'the option came with 27.0' },
  sabotage: withGiven({ web: container({ on: 'red', alsoOn: ['blue'] }) }),
});
