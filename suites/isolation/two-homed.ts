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
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
  },
  when: async ({ both, redWeb, blueWeb }) => {
    const [toRose, toSky] = await Promise.all([both.ping(redWeb), both.ping(blueWeb)]);
    return { toRose, toSky };
  },
  expect: ({ blue, both, redWeb, blueWeb }, { toRose, toSky }) => {
    const onBlue = both.attachment(blue);
    return [
      answered(toRose),
      redWeb.eth0.saw(echoRequest(both, redWeb)),
      redWeb.eth0.saw(echoReply(redWeb, both)),
      answered(toSky),
      blueWeb.eth0.saw(echoRequest(onBlue, blueWeb)), // with its other address
      blueWeb.eth0.saw(echoReply(blueWeb, onBlue)),
    ];
  },
  sabotage: ({ blue, both }) => shell(`ip link set ${both.attachment(blue).point.name} nomaster`), // unplugged from the second bridge
});
