import {
  answered,
  bridge,
  conformance,
  container,
  documented,
  type HostsEntry,
  localhostIpv6,
  none,
  same,
  that,
  unanswered,
  withGiven,
} from 'docknet';

const namesLocalhost = (hosts: readonly HostsEntry[]) =>
  hosts.some(({ address, names }) => address === localhostIpv6 && names.includes('localhost'));
const off = { 'net.ipv6.conf.all.disable_ipv6': '1' };

export default conformance({
  id: 'ipv6/loopback-everywhere',
  title: 'every container has ::1 on its loopback and in its hosts file, unless disable_ipv6 is set for it',
  claim: documented(
    'rn-26',
    '26.0',
    'IPv6 is on for a container’s loopback whatever its networks have, and its hosts file names ::1 only then.',
  ),
  given: {
    app: bridge(),
    web: container({ on: 'app', serve: 80 }),
    db: container({ on: 'bridge', serve: 80 }),
    control: container({ on: 'app', serve: 80, sysctls: off }),
  },
  when: async ({ web, db, control }) => {
    const of = async (one: typeof web) => ({
      lo: (await one.addresses({ family: 6 })).filter((address) => address.interface === 'lo'),
      hosts: (await one.hostsFile()).filter(({ address }) => address.includes(':')),
    });
    const calls = { web: await web.get(localhostIpv6, 80), db: await db.get(localhostIpv6, 80) };
    return {
      calls,
      control: await control.get(localhostIpv6, 80),
      web: await of(web),
      db: await of(db),
      off: await of(control),
    };
  },
  expect: (_, { calls, control, web, db, off: without }) => [
    answered(calls.web),
    answered(calls.db),
    unanswered(control),
    ...[web, db].flatMap(({ lo, hosts }) => [
      same(
        'the addresses of lo are',
        lo.map(({ address }) => address),
        [localhostIpv6],
      ),
      that('the hosts file names ::1', namesLocalhost(hosts), hosts),
    ]),
    none('with disable_ipv6 lo has no IPv6 address', without.lo),
    none('and its hosts file no IPv6 line', without.hosts),
  ],
  known: [
    {
      engines: '<26.0.0',
      because:
        'these engines turn IPv6 off in a container without an IPv6 network, and write ::1 into every hosts file',
      instead: (_, { calls, control, web, db, off: without }) => [
        ...[calls.web, calls.db, control].map(unanswered),
        ...[web, db, without].flatMap(({ lo, hosts }) => [
          none('lo has no IPv6 address', lo),
          that('the hosts file names ::1', namesLocalhost(hosts), hosts),
        ]),
      ],
    },
  ],
  // The second for engines before 26.
  sabotage: withGiven({
    db: container({ serve: 80, sysctls: off }),
    dual: bridge({}, { ipv6: 'fd00:db8:e::/64' }),
    web: container({ on: 'dual', serve: 80 }),
  }),
});
