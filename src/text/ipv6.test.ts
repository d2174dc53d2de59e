import test from 'ava';
import { ipv6Groups, isInIpv6Subnet, linkLocal } from './ipv6.js';

test('an IPv6 address has eight groups', (t) => {
  t.is(ipv6Groups('fd00:1::2')?.join(':'), 'fd00:0001:0000:0000:0000:0000:0000:0002');
  t.is(ipv6Groups('::')?.join(''), '0'.repeat(32));
  t.is(ipv6Groups('::1')?.at(-1), '0001');
  t.is(ipv6Groups('FE80::AB:CD')?.[6], '00ab');
  t.is(ipv6Groups('1:2:3:4:5:6:7:8')?.length, 8);
});

test('a MAC address, a time and a text with too many groups are none', (t) => {
  for (const text of ['02:42:ac:11:00:02', '12:34:56', '1:2:3:4:5:6:7::8', '1::2::3', 'fd00::12345', 'fd00::g', ''])
    t.is(ipv6Groups(text), null, text);
});

test('an address is in its subnet, and not in the one beside it', (t) => {
  t.true(isInIpv6Subnet('fd00:1:2:3::4', 'fd00:1:2:3::/64'));
  t.false(isInIpv6Subnet('fd00:1:2:4::4', 'fd00:1:2:3::/64'));
  t.false(isInIpv6Subnet('172.17.0.2', 'fd00:1:2:3::/64'));
});

test('a link-local address follows from the MAC address', (t) => {
  t.is(linkLocal('02:42:ac:11:00:02'), 'fe80::42:acff:fe11:2');
  t.is(linkLocal('5a:26:75:f0:09:22'), 'fe80::5826:75ff:fef0:922');
});
