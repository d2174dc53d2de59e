import {
  answered,
  bridge,
  conformance,
  container,
  dnsAnswer,
  dnsQuery,
  documented,
  lanHost,
  resolved,
  unresolved,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'dns/not-across-networks',
  title: 'a container’s name does not resolve on another bridge network',
  claim: documented(
    'notes',
    '3.4. Other aspect of bridge networks',
    'Different bridge networks have no service discovery between them.',
  ),
  given: {
    // answers at once that it does not know the name
    resolver: lanHost({ resolves: { 'other.example': '198.51.100.77' } }),
    red: bridge(),
    blue: bridge(),
    redWeb: container({ on: 'red', captureLo: true }),
    blueWeb: container({ on: 'blue' }),
    blueDb: container({ on: 'blue', captureLo: true }),
  },
  when: async ({ redWeb, blueWeb, blueDb }) => {
    const [across, own, ping] = await Promise.all([
      redWeb.lookup(blueWeb.name),
      blueDb.lookup(blueWeb.name),
      blueDb.ping(blueWeb.name),
    ]);
    return { across, own, ping };
  },
  expect: ({ redWeb, blueWeb, blueDb }, { across, own, ping }) => [
    unresolved(across),
    redWeb.lo.saw(dnsQuery(blueWeb.name)),
    redWeb.lo.neverSaw(dnsAnswer(blueWeb.name, blueWeb)),
    resolved(own, blueWeb), // control: the same name on its own network
    blueDb.lo.saw(dnsAnswer(blueWeb.name, blueWeb)),
    answered(ping),
  ],
  sabotage: withGiven({ redWeb: container({ on: 'red', alsoOn: ['blue'], captureLo: true }) }),
});
