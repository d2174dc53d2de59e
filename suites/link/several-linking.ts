import {
  answered,
  conformance,
  container,
  different,
  documented,
  echoRequest,
  same,
  succeeded,
  withGiven,
  type HostsEntry,
} from 'docknet';

const addressesOf = (hosts: readonly HostsEntry[], alias: string) =>
  hosts.filter(({ names }) => names.includes(alias)).map(({ address }) => address);

export default conformance({
  id: 'link/several-linking',
  title: 'every container that links to a restarted one has its present address in /etc/hosts, under each alias',
  claim: documented(
    'links',
    'Updating the /etc/hosts file',
    'When a linked container is restarted, the /etc/hosts files of the containers that link to it are updated.',
  ),
  given: {
    db: container(),
    web: container({ links: ['db:store'] }),
    shop: container({ links: ['db:stock', 'db:depot'] }),
    late: container({ started: false }),
  },
  when: async ({ web, shop, db, late }) => {
    const state = async () => {
      const [file, other] = [await web.hostsFile(), await shop.hostsFile()];
      return {
        address: db.address,
        hosts: [addressesOf(file, 'store'), addressesOf(other, 'stock'), addressesOf(other, 'depot')],
        pings: [await web.ping('store'), await shop.ping('stock'), await shop.ping('depot')],
      };
    };
    const before = await state();
    const actions = [await db.stop(), await late.start(), await db.start()]; // late takes its address
    const moved = await state();
    actions.push(await late.stop(), await db.stop(), await db.start()); // and gives it back
    return { actions, states: [before, moved, await state()] };
  },
  expect: ({ web, shop }, { actions, states }) => [
    ...actions.map(succeeded),
    ...states.flatMap(({ address, hosts, pings }) => [
      same('the addresses under store, stock and depot are', hosts, [[address], [address], [address]]),
      ...pings.map(answered),
      web.eth0.saw(echoRequest(web, address)),
      shop.eth0.saw(echoRequest(shop, address)),
    ]),
    different('db’s addresses before and after', states[0]?.address, states[1]?.address),
  ],
  sabotage: withGiven({ shop: container() }),
});
