import test from 'ava';
import { conformance, container, engine, iptables, that, type LiveHost } from '../../check/index.js';
import { claim, ping, startTestWorker, type TestWorker } from '../testing/test-worker.js';
import { judgeEvidence } from './judge.js';

let testWorker: TestWorker;

test.before(async () => {
  testWorker = await startTestWorker();
});
test.after.always(() => testWorker.stop());

/** A check whose `when` does something on the docker host. */
const checkOn = (id: string, when: (host: LiveHost) => Promise<void>, settings: Record<string, boolean> = {}) =>
  conformance({
    id,
    title: 'rules of its own',
    claim,
    given: { web: container(), ...(Object.keys(settings).length === 0 ? {} : { daemon: engine(settings) }) },
    when: ({ host }) => when(host),
    expect: () => [that('never evaluated', true, '')],
    sabotage: () => iptables('-P FORWARD ACCEPT'),
  });

const deleteUserChain = 'iptables -D FORWARD -j DOCKER-USER; iptables -F DOCKER-USER; iptables -X DOCKER-USER';

for (const [what, command, when] of [
  [
    'a rule',
    'iptables -t nat -I NO-SUCH-CHAIN -j RETURN',
    (host) => host.iptables('-t nat -I NO-SUCH-CHAIN -j RETURN'),
  ],
  [
    'a line of a script',
    'iptables -t nat --append NO-SUCH-CHAIN -j RETURN',
    (host) =>
      host.script(
        'set -e\niptables -N OWN\niptables -A OWN -j RETURN\niptables -t nat --append NO-SUCH-CHAIN -j RETURN',
      ),
  ],
  [
    'a rule of nft’s',
    'nft insert rule nat NO-SUCH-CHAIN drop',
    (host) => host.nft('insert rule nat NO-SUCH-CHAIN drop'),
  ],
] satisfies [string, string, (host: LiveHost) => Promise<void>][])
  test.serial(`${what} for a chain that is not there: not applicable, with engine, chain and command`, async (t) => {
    const { verdict, reason, expectations } = await testWorker.worker.run(checkOn('nat/no-such-chain', when));
    t.is(verdict, 'not applicable');
    const missing = `there is no chain NO-SUCH-CHAIN in the table (ip )?nat, for "${command}"`;
    t.regex(reason, new RegExp(`^engine \\d+\\.\\d+\\.\\d+, iptables backend: ${missing}$`));
    t.deepEqual(expectations, []);
    t.is((await testWorker.worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
  });

test.serial('a rule that jumps to a chain that is not there: not applicable', async (t) => {
  const { verdict, reason } = await testWorker.worker.run(
    checkOn('nat/no-such-target', (host) => host.iptables('-A FORWARD -j NO-SUCH-CHAIN')),
  );
  t.is(verdict, 'not applicable');
  t.regex(reason, /no chain NO-SUCH-CHAIN in the table filter, for "iptables -A FORWARD -j NO-SUCH-CHAIN"$/);
});

test.serial('a rule that iptables refuses for another reason is an error', async (t) => {
  const { verdict, reason } = await testWorker.worker.run(
    checkOn('nat/bad-rule', (host) => host.iptables('-A FORWARD --no-such-option')),
  );
  t.is(verdict, 'error');
  t.regex(reason, /failed on the docker host: .*no-such-option/);
});

test.serial('DOCKER-USER is not there: a deviation of behaviour, also when judged again', async (t) => {
  const check = checkOn('nat/no-user-chain', async (host) => {
    await host.script(deleteUserChain);
    await host.iptables('-I DOCKER-USER -j DROP');
  });
  const record = await testWorker.worker.run(check);
  t.is(record.verdict, 'deviates');
  t.regex(record.reason, /expected: rules can be loaded into DOCKER-USER; seen: there is no chain DOCKER-USER/);
  t.like(record.expectations, { length: 1, 0: { about: 'behaviour', held: false } });
  const { verdict, reason, expectations } = await judgeEvidence(check, testWorker.directory, record.evidence, false);
  t.deepEqual(
    { verdict, reason, expectations },
    { verdict: record.verdict, reason: record.reason, expectations: record.expectations },
  );
});

test.serial('an engine that does not manage iptables needs no DOCKER-USER', async (t) => {
  const check = checkOn('nat/unmanaged', (host) => host.iptables('-I DOCKER-USER -j DROP'), { iptables: false });
  const { verdict, reason } = await testWorker.worker.run(check);
  t.is(verdict, 'not applicable', reason);
});
