import { conformance, container, documented, failed, same, sameRules, succeeded, withGiven } from 'docknet';

const publish = ['9000:9000/sctp'];

export default conformance({
  id: 'publish/sctp-port-free-again',
  title: 'an SCTP port is its container’s, and is free again when that stops',
  claim: documented(
    'api',
    'PublishAllPorts',
    'A container’s ports are released when it stops, and are allocated when it starts.',
  ),
  given: {
    web: container({ started: false, publish }),
    late: container({ started: false, publish }),
    tcp: container({ publish: ['9000:9000'] }), // the same number of another protocol
  },
  when: async ({ web, late, host }) => {
    const none = await host.ruleset();
    const actions = [await web.start()];
    const taken = await late.start();
    actions.push(await web.stop());
    const stopped = await host.ruleset();
    actions.push(await web.start(), await web.remove(), await late.start());
    return { actions, taken, none, stopped };
  },
  expect: ({ late }, { actions, taken, none, stopped }) => [
    ...actions.map(succeeded),
    failed(taken, ':9000', 'already'),
    same('the SCTP port is published at', [...(late.ports['9000/sctp'] ?? [])].sort(), ['0.0.0.0:9000', ':::9000']),
    sameRules('stopping web leaves the rules from before its start', none, stopped),
  ],
  sabotage: withGiven({ late: container({ started: false, publish: ['9001:9000/sctp'] }) }),
});
