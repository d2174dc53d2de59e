import { conformance, container, documented, echoRequest, journey, same, shell, that } from 'docknet';

export default conformance({
  id: 'namespace/host-sees-only-host-ends',
  title: 'the host lists the host ends of its containers’ veth pairs and none of the container ends',
  claim: documented(
    'tour',
    'A ping in the dark',
    'ip link on the host shows the host side of each veth pair and not the containers’ own interfaces; inside a container it is the other way round.',
  ),
  given: { web: container(), db: container() },
  when: async ({ web, db, host }) => {
    const [onHost, inWeb, inDb] = await Promise.all([host.links(), web.links(), db.links(), web.ping(db)]);
    return { onHost, inWeb, inDb };
  },
  expect: ({ web, db, host }, { onHost, inWeb, inDb }) => {
    const ports = onHost.filter((link) => link.master === host.docker0.bridge.name);
    const up = (links: typeof onHost) => links.filter((link) => link.state !== 'DOWN').map((link) => link.name);
    return [
      journey([web.eth0, echoRequest(web, db)], [db.eth0, echoRequest(web, db)]), // both pairs carry frames
      same(
        'the ports of docker0 on the host are',
        ports.map((link) => link.name).sort(),
        [web.eth0.name, db.eth0.name].sort(),
      ),
      that(
        'no link of the host has the hardware address of a container',
        !onHost.some((link) => link.mac === web.mac || link.mac === db.mac),
        onHost.map((link) => `${link.name} ${link.mac}`),
      ),
      same('web itself has', up(inWeb), ['lo', 'eth0']),
      same('db itself has', up(inDb), ['lo', 'eth0']),
    ];
  },
  // The container end is moved out of db's namespace into the host's.
  sabotage: ({ db }) =>
    shell(
      `for n in /run/docknet/exec/netns/*; do if nsenter --net=$n ip link | grep -q ${db.mac}; then nsenter --net=$n ip link set eth0 netns 1 && ip link set eth0 up; fi; done`,
    ),
  notOnHost: 'containers of others may be attached to this machine’s docker0',
});
