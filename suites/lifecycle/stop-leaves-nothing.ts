import {
  answered,
  arpReply,
  bridge,
  conformance,
  container,
  documented,
  lanHost,
  notListening,
  resolved,
  sameLinks,
  sameRules,
  shell,
  succeeded,
  unanswered,
  unresolved,
} from 'docknet';

export default conformance({
  id: 'lifecycle/stop-leaves-nothing',
  title: 'a stopped container leaves no interface, rule, listener or name, and another takes its port',
  claim: documented(
    'api',
    'PublishAllPorts',
    'A container’s ports are released when it stops, and are allocated when it starts.',
  ),
  given: {
    app: bridge(),
    db: container({ on: 'app' }),
    web: container({ on: 'app', started: false, serve: 80, publish: ['8080:80'], aliases: ['shop'] }),
    late: container({ started: false, serve: 80, publish: ['8080:80'] }),
    client: lanHost({ resolves: { '*': 'NXDOMAIN' } }),
  },
  when: async ({ web, db, late, host, client }) => {
    const state = async () => ({
      links: await host.links(),
      rules: await host.ruleset(),
      listeners: await host.listeners(),
    });
    const before = await state();
    await web.start();
    const { address, name } = web;
    const first = { page: await client.get(host, 8080), ping: await db.ping(web), name: await db.lookup('shop') };
    await web.stop();
    const links = await host.waitLinks(before.links);
    const after = { ...(await state()), links };
    const stopped = {
      page: await client.get(host, 8080),
      ping: await db.ping(address, { timeoutMs: 1000 }),
      names: [await db.lookup('shop'), await db.lookup(name)],
    };
    const taken = await late.start();
    const other = await client.get(host, 8080);
    await late.remove();
    const again = await web.start();
    return {
      before,
      after,
      address,
      first,
      stopped,
      actions: [taken, again],
      pages: [other, await client.get(host, 8080)],
    };
  },
  expect: ({ db }, { before, after, address, first, stopped, actions, pages }) => [
    answered(first.page),
    answered(first.ping),
    resolved(first.name, address),
    sameLinks('stopping web leaves the interfaces from before its start', before.links, after.links),
    sameRules('stopping web leaves the rules from before its start', before.rules, after.rules),
    notListening(after.listeners, { port: 8080 }),
    unanswered(stopped.page),
    unanswered(stopped.ping),
    db.eth0.sawTimes(1, arpReply(address)),
    ...stopped.names.map(unresolved),
    ...actions.map(succeeded),
    ...pages.map(answered),
  ],
  // A process of the host's that answers where no container does.
  sabotage: () => shell('/run/docknet/busybox httpd -p 8080 -h /run/docknet/www'),
});
