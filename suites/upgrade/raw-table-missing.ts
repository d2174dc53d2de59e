import {
  container,
  conformance,
  documented,
  engineWithoutTables,
  lanHost,
  refused,
  reset,
  clientSeenAs,
  shell,
  syn,
  synAck,
  that,
} from 'docknet';

export default conformance({
  id: 'upgrade/raw-table-missing',
  title: 'on a kernel without iptables’ raw table a container starts and its published port is reached',
  claim: documented(
    'moby',
    'What the kernel must have (#49557)',
    'An engine that needs nothing of the raw table does without it; one that cannot says so clearly, by the table’s name and in the words of iptables, and starts no container half protected.',
  ),
  given: {
    daemon: engineWithoutTables('raw'),
    web: container({ started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost(),
  },
  when: async ({ web, host, client }) => {
    const error = await web.tryStart();
    return { error, call: await client.get(host, 8080), raw: (await host.sh('iptables -t raw -S 2>&1')).trim() };
  },
  expect: ({ host, client }, { error, call, raw }) => [
    that('iptables finds no raw table', raw.includes('Table does not exist'), raw),
    that('the engine starts the container', error === '', error),
    clientSeenAs(call, client),
    host.uplink.saw(syn(client, host, 8080)),
    host.uplink.saw(synAck(host, 8080, client)),
  ],
  known: [
    {
      engines: '>=28.0.0',
      because:
        'these engines keep direct access to a container away by a rule in raw (moby #49325, #49829), and start no container without it unless DOCKER_INSECURE_NO_IPTABLES_RAW=1 is in their environment (moby #49621)',
      instead: ({ host, client }, { error, call, raw }) => [
        that('iptables finds no raw table', raw.includes('Table does not exist'), raw),
        that(
          'the engine’s error names the rule that it could not put in',
          error.includes('-t raw -A PREROUTING'),
          error,
        ),
        that('and says that the table does not exist', /table `raw': Table does not exist/.test(error), error),
        refused(call),
        host.uplink.saw(syn(client, host, 8080)),
        host.uplink.saw(reset(host, 8080, client)),
      ],
    },
  ],
  // Gives iptables its raw table back: what is known of the one engine is gone, and what the other's claim relies on as well.
  sabotage: () => shell('umount "$(readlink -f "$(command -v iptables)")" && iptables -I DOCKER-USER -j DROP'),
});
