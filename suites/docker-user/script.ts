import {
  addressIn,
  answered,
  anything,
  conformance,
  container,
  documented,
  echoRequest,
  guard,
  iptables,
  journey,
  lanHost,
  perBackend,
  shell,
  syn,
  synAck,
  that,
  timedOut,
  unanswered,
} from 'docknet';

/** The document's script with the lab's addresses and a directory of the lab in place of /etc. */
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
iptables -I DOCKER-USER 3 -p tcp -m conntrack --ctorigsrc ${valmy2} \\
  -m comment --comment 'docker allow from valmy2' -j ACCEPT
iptables -I DOCKER-USER 4 -i \${EXT_IF} -j DROP
iptables -I DOCKER-USER 5 -j RETURN

## Backup old rules and save new rules
cp ${etc}/iptablesRule.v4 ${etc}/iptablesRule.v4.bak
iptables-save > ${etc}/iptablesRule.v4
`;

export default conformance({
  id: 'docker-user/script',
  title: 'the whole script lets two sources in, blocks all others, and keeps containers’ own connections',
  claim: documented(
    'iptables',
    'Firewall script example',
    'The script’s rules let two sources reach published ports and drop all else from the external interface, ' +
      'except established connections.',
  ),
  given: {
    web: container({ serve: 80, publish: ['8080:80'] }),
    gateway: lanHost(),
    allowedClient: lanHost(),
    secondAllowedClient: lanHost(),
    blockedClient: lanHost(),
  },
  when: async ({ web, host, gateway, allowedClient, secondAllowedClient, blockedClient }) => {
    await host.addRoute('default', { via: gateway });
    const etc = await host.temporaryDirectory();
    const [maven, jenkins] = [addressIn(gateway.subnet, 201), addressIn(gateway.subnet, 202)];
    await host.script(script(allowedClient.address, secondAllowedClient.address, maven, jenkins, etc));
    const [first, second, denied, egress, ping] = await Promise.all([
      allowedClient.get(host, 8080),
      secondAllowedClient.get(host, 8080),
      blockedClient.get(host, 8080, { timeoutMs: 1000 }),
      web.get(blockedClient, 80),
      blockedClient.ping(host, { timeoutMs: 1000 }),
    ]);
    return { first, second, denied, egress, ping, saved: await host.read(`${etc}/iptablesRule.v4`) };
  },
  expect: (
    { web, host, allowedClient, secondAllowedClient, blockedClient },
    { first, second, denied, egress, ping, saved },
  ) => [
    answered(first),
    journey([host.uplink, syn(allowedClient, host, 8080)], [host.docker0.bridge, syn(allowedClient, web, 80)]),
    answered(second),
    journey(
      [host.uplink, syn(secondAllowedClient, host, 8080)],
      [host.docker0.bridge, syn(secondAllowedClient, web, 80)],
    ),
    timedOut(denied),
    host.uplink.saw(syn(blockedClient, host, 8080)),
    host.docker0.bridge.neverSaw(anything({ protocol: 'tcp', from: blockedClient, to: web, port: 80 })),
    answered(egress), // to the host that is not let in
    journey([host.uplink, synAck(blockedClient, 80, host)], [host.docker0.bridge, synAck(blockedClient, 80, web)]),
    unanswered(ping), // the INPUT rules close the host itself
    guard(host.rule('filter', `DOCKER-USER -i ${host.uplink.name} -j DROP`).matched()), // EXT_IF is the uplink
    that(
      'the script saved its rules',
      saved.includes('docker allow from vpn') && saved.includes('-A INPUT -j DROP'),
      saved,
    ),
  ],
  known: [
    {
      engines: '>=29.0.0',
      firewallBackend: 'nftables',
      because: 'the nftables backend has no DOCKER-USER chain: the script closes the host, and every source gets in',
      instead: ({ web, host, blockedClient }, { first, second, denied, egress, ping, saved }) => [
        answered(first),
        answered(second),
        answered(denied),
        journey([host.uplink, syn(blockedClient, host, 8080)], [host.docker0.bridge, syn(blockedClient, web, 80)]),
        answered(egress),
        unanswered(ping),
        host.uplink.saw(echoRequest(blockedClient, host)),
        that('the script saved no rule for DOCKER-USER', !saved.includes('DOCKER-USER'), saved),
      ],
    },
  ],
  sabotage: ({ host }) =>
    perBackend({
      iptables: iptables(`-I FORWARD -i ${host.uplink.name} -j ACCEPT`), // accepts before DOCKER-USER
      nftables: shell('iptables -N DOCKER-USER && iptables -I FORWARD -j DOCKER-USER'), // the chain that is missing
    }),
  needs: { 'ip-masq': true },
  notOnHost: 'the script closes the machine to most addresses',
});
