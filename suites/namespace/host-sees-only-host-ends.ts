import { conformance, container, documented, echoRequest, journey, same, shell, that } from 'docknet';

export default conformance({
  id: 'namespace/host-sees-only-host-ends',
  title: 'the host lists the host ends of its containers’ veth pairs, not the container ends',
  claim: documented(
    'tour',
    'A ping in the dark',
    'ip link on the host shows the host end of each veth pair and no container interface; inside a container it ' +
      'is the reverse.',
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
        'no link of the host has the MAC address of a container',
        !onHost.some((link) => link.mac === web.mac || link.mac === db.mac),
        onHost.map((link) => `${link.name} ${link.mac}`),
      ),
      same('the interfaces in web are', up(inWeb), ['lo', 'eth0']),
      same('the interfaces in db are', up(inDb), ['lo', 'eth0']),
    ];
  },
  // An interface with db's MAC address appears on the host.
  sabotage: ({ db }) => shell(`ip link add sabotage0 address ${db.mac} type bridge`),
  needs: { icc: true },
  notOnHost: 'other containers may be attached to the machine’s docker0',
});
