import { answered, conformance, container, documented, same, syn, withGiven } from 'docknet';

export default conformance({
  id: 'host/no-rules-added',
  title: 'starting a host-network container adds no rule to the firewall',
  claim: documented(
    'notes',
    '4.2. Host networking',
    'Neither the MASQUERADE rule for the container’s own address nor a DNAT rule for its port is made.',
  ),
  given: { web: container({ on: 'host', serve: 8088, started: false }) },
  when: async ({ web, host }) => {
    const rules = async () => (await host.sh('iptables-save')).split('\n').filter((line) => line.startsWith('-A'));
    const before = await rules();
    await web.start();
    const after = await rules();
    return { before, after, call: await host.get('127.0.0.1', 8088) };
  },
  expect: ({ host }, { before, after, call }) => [
    answered(call), // its port is open without any
    host.lo.saw(syn('127.0.0.1', '127.0.0.1', 8088)),
    same(
      'the rules that starting web added are',
      after.filter((rule) => !before.includes(rule)),
      [],
    ),
    same(
      'the rules that starting web removed are',
      before.filter((rule) => !after.includes(rule)),
      [],
    ),
  ],
  sabotage: withGiven({ web: container({ serve: 8088, publish: ['8088:8088'], started: false }) }),
  notOnHost: 'others may change this machine’s firewall at the same time',
});
