import {
  answered,
  conformance,
  container,
  dockerHost,
  documented,
  fromPort,
  inVxlan,
  iptables,
  overlay,
  succeeded,
  syn,
  that,
  unanswered,
} from 'docknet';

const [tries, noReply] = [15, 'Received 0'];

export default conformance({
  id: 'overlay/peer-leaves',
  title:
    'a container that is removed on the second docker host is forgotten on the first: nothing is sent there for it',
  claim: documented(
    'moby-design',
    'CNM lifecycle',
    'A container that ends leaves its networks, and its endpoints there are deleted.',
  ),
  given: {
    second: dockerHost(),
    net: overlay({ subnet: '10.77.0.0/24' }),
    web: container({ on: 'net' }),
    db: container({ on: 'net', runsOn: 'second', serve: 80, ip: '10.77.0.77' }),
    control: container({ on: 'net', runsOn: 'second', serve: 80 }),
  },
  when: async ({ web, db, control }) => {
    const [former, asks] = [db.address, (of: string) => web.sh(`arping -c 1 -w 1 ${of}`)];
    const before = await asks(former);
    const removed = await db.remove();
    let after = await asks(former);
    // The engines tell each other in their own time.
    for (let n = 1; n < tries && !after.includes(noReply); n++) after = await asks(former);
    const page = await web.get(former, 80, { sourcePort: 40001, timeoutMs: 1000 });
    return { former, before, removed, after, page, control: await web.get(control, 80, { sourcePort: 40002 }) };
  },
  expect: ({ second, web, control, host }, { former, before, removed, after, page, control: other }) => [
    that('ARP requests for db’s address are answered before its removal', !before.includes(noReply), before),
    succeeded(removed),
    that('and not after it', after.includes(noReply), after),
    unanswered(page),
    answered(other),
    host.uplink.saw(inVxlan(host, second, fromPort(40002, syn(web, control, 80)))),
    host.uplink.neverSaw(inVxlan(host, second, fromPort(40001, syn(web, former, 80)))),
  ],
  // The first docker host hears nothing of the second’s networks.
  sabotage: () => iptables('-I INPUT -p udp -m multiport --dports 4789,7946 -j DROP'),
});
