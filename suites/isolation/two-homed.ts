import { answered, bridge, conformance, container, documented, echoReply, echoRequest, shell } from 'docknet';

export default conformance({
  id: 'isolation/two-homed',
  title: 'a container attached to two bridges reaches the containers of both',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'Different bridge networks do not communicate; who is to reach both is attached to both, with an interface and an address on each.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    both: container({ on: 'red', alsoOn: ['blue'] }),
    rose: container({ on: 'red' }),
    sky: container({ on: 'blue' }),
  },
  when: async ({ both, rose, sky }) => {
    const [toRose, toSky] = await Promise.all([both.ping(rose), both.ping(sky)]);
    return { toRose, toSky };
  },
  expect: ({ both, rose, sky }, { toRose, toSky }) => {
    const onBlue = both.on['blue'] ?? both;
    return [
      answered(toRose),
      rose.eth0.saw(echoRequest(both, rose)),
      rose.eth0.saw(echoReply(rose, both)),
      answered(toSky),
      sky.eth0.saw(echoRequest(onBlue, sky)), // with its other address
      sky.eth0.saw(echoReply(sky, onBlue)),
    ];
  },
  sabotage: ({ both }) => shell(`ip link set ${both.on['blue']?.point.name ?? ''} nomaster`), // unplugged from the second bridge
});
