import {
  addressIn,
  answered,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  listening,
  none,
  notListening,
  syn,
  that,
  unanswered,
  type Call,
  type Host,
  type LanHost,
  type Listeners,
  type RuleListing,
} from 'docknet';

const published = { protocol: 'tcp', address: '0.0.0.0', port: 8080 } as const;
const isMasquerade = ({ text }: RuleListing) => text.endsWith('-j MASQUERADE');

interface State {
  readonly rules: readonly RuleListing[];
  readonly listeners: Listeners;
  readonly call: Call;
}

const removed = (
  { client, host }: { readonly client: LanHost; readonly host: Host },
  address: string,
  before: State,
  after: State,
) => [
  answered(before.call),
  journey([host.uplink, syn(client, host, 8080)], [host.docker0.bridge, syn(client, address, 80)]),
  that(
    'before, a DNAT rule leads to web',
    before.rules.some(({ text }) => text.includes(`--to-destination ${address}:80`)),
    before.rules,
  ),
  listening(before.listeners, published),
  none('after web is removed, no rule mentions its address', after.rules),
  notListening(after.listeners, published),
  unanswered(after.call),
  host.docker0.bridge.sawTimes(1, syn(client, address, 80)), // the first call
];

export default conformance({
  id: 'publish/removed-with-container',
  title: 'removing a container removes the rules and the listener of its published port',
  about: 'rules',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'Removing the publishing container removes its DNAT rule in DOCKER and the MASQUERADE rule for its address.',
  ),
  given: { app: container(), web: container({ started: false, serve: 80, publish: ['8080:80'] }), client: lanHost() },
  when: async ({ web, client, host }) => {
    await web.start();
    const { address } = web;
    const state = async () => ({
      rules: await host.rules({ containing: address }),
      listeners: await host.listeners(),
      call: await client.get(host, 8080),
    });
    const before = await state();
    await web.remove();
    return { address, before, after: await state() };
  },
  expect: (places, { address, before, after }) => [
    ...removed(places, address, before, after),
    that('before, a MASQUERADE rule matches web’s address', before.rules.some(isMasquerade), before.rules),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because:
        'with docker-proxy the engine adds no MASQUERADE rule for the container (moby #48854), so none is removed',
      instead: (places, { address, before, after }) => [
        ...removed(places, address, before, after),
        none('no MASQUERADE rule matches web’s address', before.rules.filter(isMasquerade)),
      ],
    },
  ],
  // A rule for the port that no one removes: it serves once Docker's own is gone.
  sabotage: ({ host }) =>
    iptables(
      `-t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${addressIn(host.docker0.subnet, 3)}:80`,
    ),
  needs: { 'userland-proxy': true },
  appliesTo: { firewallBackend: 'iptables', because: 'the nftables backend has no rules in nat' },
});
