import {
  answered,
  bridge,
  clientSeenAs,
  conformance,
  container,
  different,
  documented,
  failed,
  lanHost,
  localhost,
  refused,
  same,
  succeeded,
  withGiven,
} from 'docknet';

export default conformance({
  id: 'shared/owner-restarts',
  title: 'a container on another’s network stack has the stack that the other has when it starts, or does not start',
  claim: documented(
    'overview',
    'Container networks',
    'A container can be attached to another’s network stack: to that of a running container.',
  ),
  given: {
    app: bridge(),
    db: container({ on: 'app', publish: ['8080:80'], alsoServe: [81] }),
    web: container({ on: 'container:db', serve: 80 }),
    late: container({ on: 'container:db', started: false }),
    client: lanHost(),
  },
  when: async ({ db, web, late, host, client }) => {
    const look = async () => ({
      owner: await db.netns(),
      own: await web.netns(),
      interfaces: (await web.links()).map(({ name }) => name),
      page: await client.get(host, 8080),
    });
    const before = await look();
    const actions = [await db.restart()];
    const restarted = await look();
    actions.push(await late.start(), await web.restart());
    const rejoined = await look();
    const joined = { page: await late.get(localhost, 80), ping: await late.ping(client) };
    actions.push(await db.stop(), await web.stop());
    const alone = await web.start();
    actions.push(await db.start(), await web.start());
    return { looks: [before, rejoined, await look()], restarted, actions, joined, alone };
  },
  expect: ({ client }, { looks, restarted, actions, joined, alone }) => [
    ...actions.map(succeeded),
    ...looks.flatMap(({ owner, own, interfaces, page }) => [
      same('web’s network namespace is db’s,', own, owner),
      same('web’s interfaces are', interfaces, ['lo', 'eth0']),
      clientSeenAs(page, client),
    ]),
    same('when db has restarted, web has the interfaces', restarted.interfaces, ['lo']),
    different('the network namespaces of web and of db', restarted.own, restarted.owner),
    refused(restarted.page),
    answered(joined.page),
    answered(joined.ping),
    failed(alone, 'non running container'),
  ],
  sabotage: withGiven({ web: container({ on: 'app', serve: 80 }) }),
});
