import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  engine,
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
  id: 'restart/live-crash',
  title: 'with live-restore a container that ended while the engine was down leaves nothing once it is back',
  claim: documented(
    'live-restore-page',
    'Introduction',
    'Live restore keeps the containers that run while the engine is away: those, and not one that has ended meanwhile.',
  ),
  given: {
    daemon: engine({ 'live-restore': true }),
    app: bridge(),
    db: container({ on: 'app', stopSignal: 'SIGKILL' }),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'], aliases: ['shop'] }),
    late: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ web, db, late, host, client }) => {
    const before = { rules: await host.ruleset(), links: await host.links() };
    await web.start();
    const { address, name } = web;
    const first = { page: await client.get(host, 8080), name: await db.lookup('shop') };
    await host.stopEngine();
    const actions = [await web.crash(), await host.startEngine()];
    const links = await host.waitLinks(before.links);
    const after = { rules: await host.ruleset(), listeners: await host.listeners(), links };
    const gone = {
      page: await client.get(host, 8080),
      // A ping would wait for the address, and reach late.
      arping: await db.sh(`arping -c 1 -w 1 ${address}`),
      names: [await db.lookup('shop'), await db.lookup(name)],
    };
    actions.push(await late.start());
    const next = { address: late.address, page: await client.get(host, 8080), name: await db.lookup(late.name) };
    return { before, after, address, first, gone, next, actions };
  },
  expect: (_, { before, after, address, first, gone, next, actions }) => [
    answered(first.page),
    resolved(first.name, address),
    sameLinks('web’s end leaves the interfaces from before its start', before.links, after.links),
    sameRules('web’s end leaves the rules from before its start', before.rules, after.rules),
    notListening(after.listeners, { port: 8080 }),
    unanswered(gone.page),
    that('nobody answers ARP requests for web’s address', gone.arping.includes('Received 0'), gone.arping),
    ...gone.names.map(unresolved),
    ...actions.map(succeeded),
    same('the next container has web’s address,', next.address, address),
    answered(next.page),
    resolved(next.name, next.address),
  ],
  // A process of the host's that answers where no container does.
  sabotage: () => shell('/run/docknet/busybox httpd -p 8080 -h /run/docknet/www'),
  notOnHost: 'it stops the engine',
});
