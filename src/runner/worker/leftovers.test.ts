import test from 'ava';
import { answered, bridge, conformance, container, iptables, lanHost, that } from '../../check/index.js';
import { claim, ping, startTestWorker, type TestWorker } from '../testing/test-worker.js';

let testWorker: TestWorker;

test.before(async () => {
  // The engine's wrapper of iptables does not delete the DNAT of a published port.
  testWorker = await startTestWorker({ fault: 'iptables/dnat-left' });
});
test.after.always(() => testWorker.stop());

test.serial(
  'a rule that the engine leaves behind is a finding of its check, and the next gets another lab',
  async (t) => {
    const check = conformance({
      id: 'nat/example',
      title: 'a published port',
      claim,
      given: { app: bridge(), web: container({ on: 'app', serve: 80, publish: ['8080:80'] }), client: lanHost() },
      when: ({ client, host }) => client.get(host, 8080),
      expect: (_, call) => [answered(call)],
      sabotage: () => iptables('-I FORWARD -j DROP'),
    });
    for (const time of ['first', 'second']) {
      const { verdict, reason, leftovers = [] } = await testWorker.worker.run(check);
      t.is(verdict, 'conforms', reason);
      t.is(leftovers.length, 1, `${time}: ${JSON.stringify(leftovers)}`);
      t.like(leftovers[0], { kind: 'rule', change: 'left', by: 'engine' });
      t.regex(
        leftovers[0]?.text ?? '',
        /^iptables -t nat -A DOCKER .*--dport 8080 -j DNAT --to-destination [\d.]+:80$/,
      );
    }
  },
);

test.serial('what a check leaves on the host is its error, and does not affect the next one', async (t) => {
  const { worker } = testWorker;
  const untidy = await worker.run(
    conformance({
      id: 'nat/untidy',
      title: 'it leaves a rule',
      claim,
      given: {},
      when: async ({ host }) => host.sh('iptables -I FORWARD -j DROP; ip link add left0 type bridge'),
      expect: () => [that('nothing', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(untidy.verdict, 'error');
  t.regex(
    untidy.reason,
    /^the check did not undo what it changed: left behind: rule iptables -t filter -A FORWARD -j /,
  );
  t.deepEqual(untidy.leftovers, [
    { kind: 'rule', change: 'left', by: 'docknet', text: 'iptables -t filter -A FORWARD -j DROP' },
    { kind: 'interface', change: 'left', by: 'docknet', text: 'left0' },
  ]);
  const next = await worker.run(ping);
  t.is(next.verdict, 'conforms', 'the next check gets a lab without the rule');
  t.deepEqual(next.leftovers, []);
});
