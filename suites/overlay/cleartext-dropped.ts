import {
  answered,
  conformance,
  container,
  dockerHost,
  documented,
  echoRequest,
  inVxlan,
  overlay,
  router,
  withGiven,
} from 'docknet';

const vni = { net: 4242, plain: 4243 };
const peer = { net: '10.77.0.200', plain: '10.78.0.200' };

export default conformance({
  id: 'overlay/cleartext-dropped',
  title: 'unencrypted VXLAN for an encrypted network reaches no container of it',
  claim: documented(
    'overlay-page',
    'Encrypt traffic on an overlay network',
    'Frames of an encrypted network come in IPsec, so frames that come without it are not its own.',
  ),
  given: {
    second: dockerHost(),
    net: overlay({ encrypted: true, subnet: '10.77.0.0/24', vni: vni.net }),
    plain: overlay({ subnet: '10.78.0.0/24', vni: vni.plain }),
    web: container({ on: 'net' }),
    db: container({ on: 'net' }),
    control: container({ on: 'plain' }),
    attacker: router(),
  },
  when: async ({ web, db, control, attacker, host }) => {
    for (const [key, target] of [['net', web] as const, ['plain', control] as const]) {
      const mac = (await target.links()).find(({ name }) => name === 'eth0')?.mac ?? '';
      await attacker.sh(
        `ip link add ${key} type vxlan id ${vni[key]} remote ${host.address} dstport 4789 && ` +
          `ip address add ${peer[key]}/24 dev ${key} && ip link set ${key} up && ` +
          `ip neighbour add ${target.address} lladdr ${mac} dev ${key}`,
      );
      await attacker.ping(target, { timeoutMs: 1000 });
    }
    return db.ping(web);
  },
  expect: ({ web, db, control, attacker, host }, ping) => [
    answered(ping),
    host.uplink.saw(inVxlan(attacker, host, echoRequest(peer.net, web))),
    host.uplink.saw(inVxlan(attacker, host, echoRequest(peer.plain, control))),
    control.eth0.saw(echoRequest(peer.plain, control)),
    web.eth0.saw(echoRequest(db, web)),
    web.eth0.neverSaw(echoRequest(peer.net, web)),
  ],
  sabotage: withGiven({ net: overlay({ subnet: '10.77.0.0/24', vni: vni.net }) }),
});
