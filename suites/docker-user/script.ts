import {
  addressIn,
  answered,
  anything,
  conformance,
  container,
  documented,
  iptables,
  journey,
  lanHost,
  syn,
  synAck,
  that,
  timedOut,
  unanswered,
} from 'docknet';

/** The document's script with the lab's addresses and, in place of /etc, a directory of its own. */
const script = (vpn: string, valmy2: string, maven: string, jenkins: string, etc: string) => `
get_external_interface() {
    gateway_ip=$(ip route show default | awk '/default/ {print $3}')
    # Use the default gateway IP address to determine the external interface
    EXT_IF=$(ip route get $gateway_ip | awk '/dev/ {print $3}')
}
get_external_interface || echo "[$(date '+%Y-%m-%d %H:%M:%S')] ERROR : $?"

## Manage host firewall with INPUT table
iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -p tcp -m tcp --dport 53 -j ACCEPT
iptables -A INPUT -p udp -m udp --sport 123 -j ACCEPT
iptables -A INPUT -s ${vpn}/32 -m comment --comment vpn -j ACCEPT
iptables -A INPUT -s ${valmy2}/32 -m comment --comment valmy2 -j ACCEPT
iptables -A INPUT -s ${maven}/32 -m comment --comment maven -j ACCEPT
iptables -A INPUT -s ${jenkins}/32 -m comment --comment jenkins -j ACCEPT
iptables -A INPUT -p icmp -m icmp --icmp-type 8 -m comment --comment "block icpm" -j DROP
iptables -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -A INPUT -j DROP

## Limit host access to one IP and drop rest (Match the original IP and ports for requests)
iptables -I DOCKER-USER 1 -p tcp -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -I DOCKER-USER 2 -p tcp -m conntrack --ctorigsrc ${vpn} -m comment --comment 'docker allow from vpn' -j ACCEPT
iptables -I DOCKER-USER 3 -p tcp -m conntrack --ctorigsrc ${valmy2} -m comment --comment 'docker allow from valmy2' -j ACCEPT
iptables -I DOCKER-USER 4 -i \${EXT_IF} -j DROP
iptables -I DOCKER-USER 5 -j RETURN

## Backup old rules and save new rules
cp ${etc}/iptablesRule.v4 ${etc}/iptablesRule.v4.bak
iptables-save > ${etc}/iptablesRule.v4
`;

export default conformance({
  id: 'docker-user/script',
  title: 'the whole script lets two sources in, stops all others, and leaves containers their own connections',
  claim: documented(
    'iptables',
    'Firewall script example',
    'The script’s rules let two sources reach published ports and drop the rest of what enters by the external interface; what is established passes.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    gateway: lanHost(),
    vpn: lanHost(),
    valmy2: lanHost(),
    stranger: lanHost(),
  },
  when: async ({ web, host, gateway, vpn, valmy2, stranger }) => {
    await host.addRoute('default', { via: gateway });
    const etc = await host.temporaryDirectory();
    const [maven, jenkins] = [addressIn(gateway.subnet, 201), addressIn(gateway.subnet, 202)];
    await host.script(script(vpn.address, valmy2.address, maven, jenkins, etc));
    const [one, other, denied, egress, ping] = await Promise.all([
      vpn.get(host, 8080),
      valmy2.get(host, 8080),
      stranger.get(host, 8080, { timeoutMs: 1000 }),
      web.get(stranger, 80),
      stranger.ping(host, { timeoutMs: 1000 }),
    ]);
    return { one, other, denied, egress, ping, saved: await host.read(`${etc}/iptablesRule.v4`) };
  },
  expect: ({ web, host, vpn, valmy2, stranger }, { one, other, denied, egress, ping, saved }) => [
    answered(one),
    journey([host.uplink, syn(vpn, host, 8080)], [host.docker0.bridge, syn(vpn, web, 80)]),
    answered(other),
    journey([host.uplink, syn(valmy2, host, 8080)], [host.docker0.bridge, syn(valmy2, web, 80)]),
    timedOut(denied),
    host.uplink.saw(syn(stranger, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ protocol: 'tcp', from: stranger, to: web, port: 80 })),
    answered(egress), // to the very host that is not let in
    journey([host.uplink, synAck(stranger, 80, host)], [host.docker0.bridge, synAck(stranger, 80, web)]),
    unanswered(ping), // the host itself is closed by the INPUT part
    host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).matched(), // EXT_IF was found to be the uplink
    that(
      'the script saved its rules',
      saved.includes('docker allow from vpn') && saved.includes('-A INPUT -j DROP'),
      saved.split('\n').filter((line) => line.startsWith('-A INPUT')),
    ),
  ],
  // In front of DOCKER-USER, so that it is not passed.
  sabotage: ({ host }) => iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`),
  notOnHost: 'the script closes the machine itself to all but a few addresses',
});
