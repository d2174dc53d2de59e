import {
  answered,
  conformance,
  container,
  different,
  dnsQuery,
  documented,
  lanHost,
  echoRequest,
  same,
  unresolved,
  withGiven,
  type HostsEntry,
} from 'docknet';

const addressesOf = (hosts: readonly HostsEntry[]) =>
  hosts.filter(({ names }) => names.includes('store')).map(({ address }) => address);

export default conformance({
  id: 'link/name-in-hosts',
  title: 'a linked container is found by its alias in /etc/hosts, with its present address after a restart',
  claim: documented(
    'links',
    'Updating the /etc/hosts file',
    'A link adds the alias to the container’s /etc/hosts; when the linked container is restarted, the line is updated.',
  ),
  given: {
    resolver: lanHost({ resolves: { 'shop.example': '198.51.100.77' } }),
    db: container(),
    web: container({ links: ['db:store'] }),
    stranger: container(),
    late: container({ started: false }),
  },
  when: async ({ web, db, stranger, late }) => {
    const state = async () => ({
      address: db.address,
      hosts: addressesOf(await web.hostsFile()),
      ping: await web.ping('store'),
    });
    const before = await state();
    await db.stop();
    await late.start(); // takes its address
    await db.start();
    const restarted = await state();
    await db.restart();
    return {
      states: [before, restarted, await state()],
      others: addressesOf(await stranger.hostsFile()),
      unlinked: await stranger.lookup('store'),
    };
  },
  expect: ({ web, db, host }, { states, others, unlinked }) => [
    ...states.flatMap(({ address, hosts, ping }) => [same('store is', hosts, [address]), answered(ping)]),
    different('db’s addresses before and after', states[0]?.address, db.address),
    ...states.map(({ address }) => web.eth0.saw(echoRequest(web, address))),
    same('in the file of a container that is not linked, store is', others, []),
    unresolved(unlinked),
    host.docker0.bridge.sawTimes(1, dnsQuery('store')), // the stranger’s
  ],
  sabotage: withGiven({ web: container() }),
});
