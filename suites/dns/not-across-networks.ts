import {
  answered,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  withGiven,
  lanHost,
  resolved,
  unresolved,
} from 'docknet';

export default conformance({
  id: 'dns/not-across-networks',
  title: 'a container’s name does not resolve on another bridge network',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'There is no service discovery between different bridge networks.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }), // says at once that it does not know the name
    red: bridge(),
    blue: bridge(),
    rose: container({ on: 'red', captureLo: true }),
    sky: container({ on: 'blue' }),
    sun: container({ on: 'blue', captureLo: true }),
  },
  when: async ({ rose, sky, sun }) => {
    const [across, own, ping] = await Promise.all([rose.lookup(sky.name), sun.lookup(sky.name), sun.ping(sky.name)]);
    return { across, own, ping };
  },
  expect: ({ rose, sky, sun }, { across, own, ping }) => [
    unresolved(across),
    rose.lo.saw(dnsQuery(sky.name)),
    rose.lo.neverSaw(dnsAnswer(sky.name, sky)),
    resolved(own, sky), // the control: the same name on its own network
    sun.lo.saw(dnsAnswer(sky.name, sky)),
    answered(ping),
  ],
  sabotage: withGiven({ rose: container({ on: 'red', alsoOn: ['blue'], captureLo: true }) }),
});
