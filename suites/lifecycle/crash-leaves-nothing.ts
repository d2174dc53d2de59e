import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  lanHost,
  notListening,
  resolved,
  same,
  sameLinks,
  sameRules,
  shell,
  succeeded,
  that,
  unanswered,
  unresolved,
} from 'docknet';

export default conformance({
  id: 'lifecycle/crash-leaves-nothing',
  title: 'a container that ends by itself leaves no interface, rule or name, and frees its address and port',
  claim: documented(
    'api',
    'PublishAllPorts',
    'A container’s ports are released when it stops, by itself or not, and are allocated when it starts.',
  ),
  given: {
    app: bridge(),
    blue: bridge(),
    db: container({ on: 'app', alsoOn: ['blue'] }),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'], aliases: ['shop'], alsoOn: ['blue'] }),
    late: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ blue, web, db, late, host, client }) => {
    const state = async () => ({ rules: await host.ruleset(), listeners: await host.listeners() });
    const before = { ...(await state()), links: await host.links() };
    await web.start();
    const { address, name } = web;
    const further = web.attachment(blue).address;
    const first = { page: await client.get(host, 8080), name: await db.lookup('shop') };
    const actions = [await web.crash()];
    const links = await host.waitLinks(before.links);
    const after = { ...(await state()), links };
    const gone = {
      page: await client.get(host, 8080),
      // A ping would wait for the address, and reach late.
      arpings: [await db.sh(`arping -c 1 -w 1 ${address}`), await db.sh(`arping -I eth1 -c 1 -w 1 ${further}`)],
      names: [await db.lookup('shop'), await db.lookup(name)],
    };
    actions.push(await late.start());
    const next = { address: late.address, page: await client.get(host, 8080) };
    actions.push(await late.remove(), await web.start());
    return { before, after, address, first, gone, next, actions, again: [await client.get(host, 8080)] };
  },
  expect: (_, { before, after, address, first, gone, next, actions, again }) => [
    answered(first.page),
    resolved(first.name, address),
    sameLinks('the crash leaves the interfaces from before web’s start', before.links, after.links),
    sameRules('the crash leaves the rules from before web’s start', before.rules, after.rules),
    notListening(after.listeners, { port: 8080 }),
    unanswered(gone.page),
    ...gone.arpings.map((text) =>
      that('nobody answers ARP requests for its address', text.includes('Received 0'), text),
    ),
    ...gone.names.map(unresolved),
    same('the next container has web’s address,', next.address, address),
    answered(next.page),
    ...actions.map(succeeded),
    ...again.map(answered),
  ],
  // A process of the host's that answers where no container does.
  sabotage: () => shell('/run/docknet/busybox httpd -p 8080 -h /run/docknet/www'),
});
