import test from 'ava';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  answered,
  anything,
  bridge,
  conformance,
  container,
  dnsQuery,
  echoRequest,
  iptables,
  lanHost,
  nftables,
  resolved,
  that,
  type AnyCheck,
} from '../../check/index.js';
import type { CheckRecord } from '../../record/index.js';
import { judgeEvidence } from '../check/judge.js';
import { claim, ping, startTestWorker, type TestWorker } from '../testing/test-worker.js';

let testWorker: TestWorker;

test.before(async () => {
  testWorker = await startTestWorker();
});
test.after.always(() => testWorker.stop());

/** Returns the id of a check's container `web`, and whether its record says that the fixture was reused. */
async function readFixture({ evidence, steps }: CheckRecord): Promise<{ id: string; reused: boolean }> {
  const text = await readFile(join(testWorker.directory, evidence.topology ?? ''), 'utf8');
  const { topology } = JSON.parse(text) as {
    readonly topology: { readonly places: { readonly web: { readonly id: string } } };
  };
  return {
    id: topology.places.web.id,
    reused: steps.some(({ command }) => command.includes('fixture of nat/example reused')),
  };
}

test.serial('a fixture serves the next check that is given the same, and no other', async (t) => {
  const { worker } = testWorker;
  const first = await readFixture(await worker.run(ping, true));
  const record = await worker.run(ping, true);
  const second = await readFixture(record);
  t.is(record.verdict, 'conforms', record.reason);
  t.deepEqual([first.reused, second], [false, { id: first.id, reused: true }]);
  t.true(
    record.steps.some(({ phase, command }) => phase === 'given' && command.startsWith('docker run -d --name web-')),
    'its steps include those that built the fixture',
  );
  t.is(
    (
      await worker.run(
        conformance({
          id: 'nat/another',
          title: 'another given',
          claim,
          given: { db: container() },
          when: async ({ host }) =>
            (await host.sh('ls /sys/class/net')).split(/\s+/).filter((name) => name.startsWith('veth')).length,
          expect: (_, veths) => [that('the last check’s container is gone', veths === 1, veths)],
          sabotage: () => iptables('-P FORWARD ACCEPT'),
        }),
      )
    ).verdict,
    'conforms',
  );
});

test.serial('nftables’ own tables are recorded and judged, and undone for the next check', async (t) => {
  const { worker, directory } = testWorker;
  const check = conformance({
    id: 'nat/example',
    title: 'a table of the check’s own',
    claim,
    given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
    when: async ({ web, server, host }) => {
      await host.nft(
        'table inet own {\n map to { type ifname : verdict; }\n' +
          ' chain early { type filter hook forward priority -5; policy accept; iifname vmap @to; }\n}',
      );
      await host.nft('add element inet own to { "uplink" : accept }');
      await host.nft('insert rule inet own early icmp type echo-request counter comment "pings"');
      await host.nft('insert rule ip filter FORWARD ip protocol icmp counter');
      return web.ping(server);
    },
    expect: ({ host }, outcome) => [
      answered(outcome),
      host.rule({ nftables: 'inet own early icmp type echo-request' }).countedPackets(1),
      host.rule({ nftables: 'inet own early icmp type echo-request' }).first(),
      host.rule({ nftables: 'inet own early iifname vmap @to' }).matched(), // no counter: by the trace
      host.rule({ nftables: 'inet own early drop' }).absent(),
      host.rule('filter', 'FORWARD -p icmp').countedPackets(2),
      host.nftChain('inet own', 'early').attached({ hook: 'forward', priority: -5, policy: 'accept' }),
      host.nftSet('inet own', 'to').has('uplink', 'accept'),
    ],
    sabotage: () => nftables('add table inet other'),
  });
  const first = await worker.run(ping, true);
  const record = await worker.run(check, true);
  t.deepEqual(
    record.expectations.filter(({ held }) => !held),
    [],
    record.reason,
  );
  t.is(record.verdict, 'conforms', record.reason);
  t.regex(record.expectations[3]?.seen ?? '', /^it counted 1 packet \(by the trace; it has no counter\)$/);
  t.deepEqual([record.evidence.nftBefore, record.evidence.nftAfter === null], [null, false]);
  t.deepEqual((await judgeEvidence(check, directory, record.evidence, false)).expectations, record.expectations);
  const next = await worker.run(ping, true);
  t.is(next.evidence.nftAfter, null);
  t.deepEqual(await readFixture(next), { id: (await readFixture(first)).id, reused: true });
});

test.serial('a reused fixture has no neighbour and conntrack entries of the last check', async (t) => {
  const { worker } = testWorker;
  const list = 'tail -n +2 /proc/net/arp | cut -d" " -f1; cat /proc/sys/net/netfilter/nf_conntrack_count';
  const check = conformance({
    id: 'nat/example',
    title: 'neighbours and flows are known after a ping, and not before',
    claim,
    given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
    when: async ({ web, server, host }) => {
      const before = [await host.sh(list), await web.sh('tail -n +2 /proc/net/arp')];
      const ping = await web.ping(server);
      return { before, ping, after: [await host.sh(list), await web.sh('tail -n +2 /proc/net/arp')] };
    },
    expect: ({ web, server }, { before, ping, after }) => [
      answered(ping),
      that('nothing is known before', before.join('').trim() === '0', before.join('')),
      that(
        'neighbours are known after',
        [web, server].every(({ address }) => after[0]?.includes(address)),
        after.join(''),
      ),
    ],
    sabotage: () => iptables('-P FORWARD ACCEPT'),
  });
  const first = await worker.run(check, true);
  t.is(first.verdict, 'conforms', first.reason);
  const second = await worker.run(check);
  t.is(second.verdict, 'conforms', second.reason);
  t.true((await readFixture(second)).reused);
});

const untidyCheck = (what: string, command: string): AnyCheck =>
  conformance({
    id: 'nat/example',
    title: `it leaves ${what}`,
    claim,
    given: { app: bridge(), web: container({ on: 'app' }), server: lanHost() },
    when: async ({ web, host }) => [await host.sh(command.replaceAll('NETNS', `/proc/${web.pid}/ns/net`))],
    expect: () => [that('nothing', true, '')],
    sabotage: () => iptables('-P FORWARD ACCEPT'),
  });

const listen = 'nsenter --net=NETNS -- /run/docknet/busybox nc -l -p 9 </dev/null >/dev/null 2>&1 &';
const untilListening = 'until grep -qs :0009 "$(dirname "$(dirname NETNS)")/net"/tcp*; do :; done';
const gateway = '$(nsenter --net=NETNS -- ip route show default | cut -d" " -f3)';

// What is in a container's namespace goes with the container.
for (const [what, command, verdict] of [
  ['a listening socket', `${listen} ${untilListening}`, 'conforms'],
  ['a route', `nsenter --net=NETNS -- ip route add 203.0.113.0/24 via "${gateway}"`, 'conforms'],
  ['a rule', 'iptables -I DOCKER-USER -p icmp', 'error'],
  ['a set of nftables', 'nft "add table inet own; add set inet own lans { type ipv4_addr; }"', 'error'],
] as const) {
  test.serial(`the fixture of a check that leaves ${what} is not reused`, async (t) => {
    const { worker } = testWorker;
    const record = await worker.run(untidyCheck(what, command), true);
    t.is(record.verdict, verdict, record.reason);
    const before = await readFixture(record);
    const next = await worker.run(ping);
    t.is(next.verdict, 'conforms', next.reason);
    const after = await readFixture(next);
    t.false(after.reused);
    t.not(after.id, before.id);
  });
}

test.serial('a record is judged again from its evidence alone', async (t) => {
  const { worker, directory } = testWorker;
  const record = await worker.run(ping);
  const judgement = await judgeEvidence(ping, directory, record.evidence, false);
  t.deepEqual([judgement.verdict, judgement.expectations], [record.verdict, record.expectations]);
  t.regex(
    await readFile(join(directory, record.evidence.firewallAfter ?? ''), 'utf8'),
    /-A POSTROUTING .* -j MASQUERADE/,
  );
});

test.serial('a fixture can have two networks per container, shared namespaces, servers and a second LAN', async (t) => {
  const { worker } = testWorker;
  const record = await worker.run(
    conformance({
      id: 'nat/everything',
      title: 'what a fixture can have',
      claim,
      given: {
        red: bridge(),
        blue: bridge(),
        names: lanHost({ resolves: { 'example.test': '203.0.113.9' } }),
        server: lanHost({ lan: 'second' }),
        both: container({ on: 'red', alsoOn: ['blue'], serveUdp: 5300, aliases: ['twin'], captureLo: true }),
        client: container({ on: 'blue' }),
        guest: container({ on: 'container:both', pidNamespaceOf: 'both' }),
      },
      when: async ({ names, server, both, client, guest, host, blue }) => ({
        shared: (await both.netns()) === (await guest.netns()),
        udp: await client.udpEcho(both.attachment(blue), 5300),
        secondLan: await server.ping(host.secondUplinkAddress),
        name: await both.lookup('example.test'),
        twin: await both.lookup('twin'),
        names: await host.ping(names),
      }),
      expect: ({ blue, both, client, server, host }, outcomes) => [
        that('guest shares its network', outcomes.shared, outcomes.shared),
        answered(outcomes.udp),
        answered(outcomes.secondLan),
        answered(outcomes.names),
        resolved(outcomes.name, '203.0.113.9'),
        resolved(outcomes.twin, both),
        both.attachment(blue).point.saw(anything({ protocol: 'udp', from: client, port: 5300 })),
        host.secondUplink.saw(echoRequest(server, host.secondUplinkAddress)),
        both.lo.saw(dnsQuery('twin')),
      ],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'conforms', record.reason);
  t.is((await worker.run(ping)).verdict, 'conforms');
});
