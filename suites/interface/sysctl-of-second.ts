import {
  answered,
  arpReply,
  arpRequest,
  bridge,
  conformance,
  container,
  documented,
  engine,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'interface/sysctl-of-second',
  title: 'a sysctl given when a second network is connected holds on that interface, after restarts, too',
  claim: documented(
    'net-connect',
    '--driver-opt',
    'endpoint.sysctls sets kernel settings of the interface that stands for IFNAME: the one of the network connected.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }), // the clients keep their interfaces
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', stopSignal: 'SIGKILL' }),
    redClient: container({ on: 'red', stopSignal: 'SIGKILL' }),
    blueClient: container({ on: 'blue', stopSignal: 'SIGKILL' }),
    control: container({ on: 'blue', stopSignal: 'SIGKILL' }),
  },
  when: async ({ blue, web, redClient, blueClient, control, host }) => {
    const driverOptions = { 'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.arp_ignore=8' };
    // Not by ping: the announcements of a starting container may tell who asks for its address.
    const ask = (from: typeof web, address: string) => from.sh(`arping -c 1 -w 1 ${address}`);
    const state = async () => {
      const [own, further] = [web.address, web.attachment(blue).address];
      await Promise.all([ask(redClient, own), ask(blueClient, further)]);
      const addresses = await web.addresses();
      const read = async (of: string) => {
        const name = addresses.find(({ address }) => address === of)?.interface ?? 'none';
        return (await web.read(`/proc/sys/net/ipv4/conf/${name}/arp_ignore`)).trim();
      };
      return { red: await read(own), blue: await read(further) };
    };
    const actions = [await web.connect(blue, { driverOptions })];
    const states = [await state()];
    actions.push(await web.restart());
    states.push(await state());
    actions.push(await host.restartEngine(), await web.restart());
    states.push(await state());
    return { actions, states, ping: await blueClient.ping(control) };
  },
  expect: ({ blue, web, redClient, blueClient, control }, { actions, states, ping }) => [
    ...actions.map(succeeded),
    ...states.map((state) => same('arp_ignore on each network is', state, { red: '0', blue: '8' })),
    redClient.eth0.saw(arpReply(web)),
    blue.bridge.saw(arpRequest(web.attachment(blue), { from: blueClient })),
    blueClient.eth0.neverSaw(arpReply(web.attachment(blue))),
    blueClient.eth0.saw(arpReply(control)),
    answered(ping),
  ],
  appliesTo: { engines: '>=27.0.0', because: 'the option came with 27.0' },
  notOnHost: 'it restarts the engine',
  sabotage: withGiven({ web: container({ on: 'red', sysctls: { 'net.ipv4.conf.all.arp_ignore': '8' } }) }),
});
