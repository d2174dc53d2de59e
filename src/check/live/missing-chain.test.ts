import test from 'ava';
import { listAdditions } from './missing-chain.js';

test('listAdditions finds the rules that a script adds, with table and chain', (t) => {
  t.deepEqual(
    listAdditions(
      [
        'iptables -N OWN && iptables -A OWN -j RETURN',
        'iptables -D DOCKER-USER -j RETURN || iptables -w --append DOCKER-USER -j RETURN',
        'iptables -t nat -I PREROUTING 2 -p tcp \\',
        '  -m comment --comment "a -A b" -j DNAT --to-destination 192.0.2.1',
        'iptables-save > /tmp/rules; sysctl -w net.ipv4.ip_forward=1',
        'ip route add default via 192.0.2.1',
      ].join('\n'),
    ).map(({ table, chain }) => [table, chain]),
    [
      ['filter', 'OWN'],
      ['filter', 'DOCKER-USER'],
      ['nat', 'PREROUTING'],
    ],
  );
});
