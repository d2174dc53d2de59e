import { answered, bridge, conformance, container, documented, echoReply, echoRequest, shell } from 'docknet';

export default conformance({
  id: 'isolation/two-homed',
  title: 'a container on two bridges reaches the containers of both',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'Different bridge networks do not communicate. A container that needs both is attached to both, with an ' +
      'interface and an address on each.',
  ),
  given: {
    red: bridge(),
    blue: bridge(),
    web: container({ on: 'red', alsoOn: ['blue'] }),
    redWeb: container({ on: 'red' }),
    blueWeb: container({ on: 'blue' }),
  },
  when: async ({ web, redWeb, blueWeb }) => {
    const [toRed, toBlue] = await Promise.all([web.ping(redWeb), web.ping(blueWeb)]);
    return { toRed, toBlue };
  },
  expect: ({ blue, web, redWeb, blueWeb }, { toRed, toBlue }) => {
    const onBlue = web.attachment(blue);
    return [
      answered(toRed),
      redWeb.eth0.saw(echoRequest(web, redWeb)),
      redWeb.eth0.saw(echoReply(redWeb, web)),
      answered(toBlue),
      blueWeb.eth0.saw(echoRequest(onBlue, blueWeb)), // from its address on blue
      blueWeb.eth0.saw(echoReply(blueWeb, onBlue)),
    ];
  },
  // detached from the second bridge
  sabotage: ({ blue, web }) => shell(`ip link set ${web.attachment(blue).point.name} nomaster`),
});
