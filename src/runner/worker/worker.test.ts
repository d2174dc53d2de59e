import test from 'ava';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { readRecording } from '../../capture/index.js';
import { registerRun, type RunDirectory } from '../../lab/index.js';
import { conformance, documented, type AnyCheck } from '../../check/conformance.js';
import { iptables } from '../../check/sabotage.js';
import { bridge, container, lanHost } from '../../check/spec.js';
import { failed } from '../../check/words/engine-action.js';
import { that } from '../../check/words/fact.js';
import { anything, dnsQuery, echoRequest } from '../../check/words/frame.js';
import { answered, resolved } from '../../check/words/outcome.js';
import { judgeEvidence } from '../check/judge.js';
import { Worker } from './worker.js';

const claim = documented('tour', 'A section', 'A statement.');

let worker: Worker;
let directory: string;
let entered: RunDirectory;

// One worker for all: testcontainers knows one engine in a process.
test.before(async () => {
  const run = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)();
  directory = await mkdtemp(join(tmpdir(), 'docknet-worker-'));
  entered = await registerRun(run);
  ({ worker } = await Worker.start({
    run,
    number: 1,
    directory,
    runtime: entered.path,
    engine: { kind: 'private' },
    engineTimeoutMs: 30_000,
    sabotaged: false,
    engineCache: join(directory, 'no-cache'),
    suites: [],
  }));
});
test.after.always(async () => {
  await worker.stop();
  await entered.remove();
  await rm(directory, { recursive: true });
});

const given = { app: bridge(), web: container({ on: 'app' }), server: lanHost() };
const ping: AnyCheck = conformance({
  id: 'nat/example',
  title: 'a ping',
  claim,
  given,
  when: ({ web, server }) => web.ping(server),
  expect: ({ app, web, server }, outcome) => [answered(outcome), app.bridge.saw(echoRequest(web, server))],
  sabotage: () => iptables('-I FORWARD -j DROP'),
});

test.serial('a check that throws is an error, says why, and keeps what was recorded', async (t) => {
  const record = await worker.run(
    conformance({
      id: 'nat/throws',
      title: 'it throws',
      claim,
      given: { web: container(), server: lanHost() },
      when: async ({ web, server }): Promise<number> => {
        await web.ping(server);
        throw new Error('the author slipped');
      },
      expect: () => [that('never asked', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'error');
  t.is(record.reason, 'the check’s own traffic failed: the author slipped');
  const { frames } = await readRecording(join(directory, record.evidence.recording ?? ''));
  t.true(
    frames.some((frame) => !frame.marker && frame.point === 'docker0'),
    'the ping is in the recording',
  );
  t.true(record.steps.some((step) => step.place === 'web' && step.command.startsWith('ping')));
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check is not touched by it');
});

test.serial('a check that throws before its traffic is an error too, and its recording is closed', async (t) => {
  const record = await worker.run(
    conformance({
      id: 'nat/throws-at-once',
      title: 'it throws at once',
      claim,
      given: { web: container() },
      when: ({ web }) => {
        throw new Error(`no ${web.key}`);
      },
      expect: () => [that('never asked', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.deepEqual([record.verdict, record.reason], ['error', 'the check’s own traffic failed: no web']);
  t.is((await readRecording(join(directory, record.evidence.recording ?? ''))).damage, null);
});

test.serial('what a check leaves on the host does not meet the next one', async (t) => {
  const untidy = await worker.run(
    conformance({
      id: 'nat/untidy',
      title: 'it leaves a rule',
      claim,
      given: {},
      when: async ({ host }) => host.sh('iptables -I FORWARD -j DROP'),
      expect: () => [that('nothing', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(untidy.verdict, 'conforms');
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check gets a lab without the rule');
});

/** The container that a check had, and whether it is told that it was served by what another was given. */
const served = async ({ evidence, steps }: Awaited<ReturnType<Worker['run']>>) => {
  const { scene } = JSON.parse(await readFile(join(directory, evidence.scene ?? ''), 'utf8')) as {
    readonly scene: { readonly places: { readonly web: { readonly id: string } } };
  };
  return {
    id: scene.places.web.id,
    told: steps.some(({ command }) => command.includes('fixture of nat/example reused')),
  };
};

test.serial('what a check was given serves the next one that is given the same, and no other', async (t) => {
  const first = await served(await worker.run(ping, true));
  const record = await worker.run(ping, true);
  const second = await served(record);
  t.is(record.verdict, 'conforms', record.reason);
  t.deepEqual([first.told, second], [false, { id: first.id, told: true }]);
  t.true(
    record.steps.some(({ phase, command }) => phase === 'given' && command.startsWith('docker run -d --name web-')),
    'how it was built is told all the same',
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

const untidyContainer = (what: string, leave: string): AnyCheck =>
  conformance({
    id: 'nat/example',
    title: `it leaves ${what}`,
    claim,
    given,
    when: async ({ web, host }) => [await host.sh(leave.replaceAll('NETNS', `/proc/${web.pid}/ns/net`))],
    expect: () => [that('nothing', true, '')],
    sabotage: () => iptables('-P FORWARD ACCEPT'),
  });

for (const [what, leave] of [
  [
    'a socket that listens',
    'nsenter --net=NETNS -- /run/docknet/busybox nc -l -p 9 </dev/null >/dev/null 2>&1 & until grep -qs :0009 "$(dirname "$(dirname NETNS)")/net"/tcp*; do :; done',
  ],
  [
    'a route',
    'nsenter --net=NETNS -- ip route add 203.0.113.0/24 via "$(nsenter --net=NETNS -- ip route show default | cut -d" " -f3)"',
  ],
  ['a rule', 'iptables -I DOCKER-USER -p icmp'],
] as const) {
  test.serial(`a check that leaves ${what} has nobody served by what it was given`, async (t) => {
    const record = await worker.run(untidyContainer(what, leave), true);
    t.is(record.verdict, 'conforms', record.reason);
    const had = await served(record);
    const next = await worker.run(ping);
    t.is(next.verdict, 'conforms', next.reason);
    const has = await served(next);
    t.false(has.told);
    t.not(has.id, had.id);
  });
}

test.serial(
  'a check whose engine dies is an error with the end of its log, and the next one gets another engine',
  async (t) => {
    const record = await worker.run(
      conformance({
        id: 'nat/engine-dies',
        title: 'the engine dies',
        claim,
        given: { web: container({ started: false }) },
        when: async ({ host, web }) => {
          await host.sh('kill -9 "$(cat /run/docknet/dockerd.pid)"');
          await web.start();
        },
        expect: () => [that('never asked', true, '')],
        sabotage: () => iptables('-P FORWARD ACCEPT'),
      }),
    );
    t.is(record.verdict, 'error');
    t.regex(record.reason, /The engine no longer answers; the end of its log: .*level=/);
    t.is((await worker.run(ping)).verdict, 'conforms');
  },
);

test.serial('an engine that dies has not refused to start a container: the check is an error', async (t) => {
  const record = await worker.run(
    conformance({
      id: 'nat/engine-dies-instead',
      title: 'the engine dies in place of a refusal',
      claim,
      given: { web: container({ started: false }) },
      when: async ({ host, web }) => {
        await host.sh('kill -9 "$(cat /run/docknet/dockerd.pid)"');
        return web.start();
      },
      expect: (_, action) => [failed(action)],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'error');
  t.regex(record.reason, /The engine no longer answers; the end of its log: .*level=/);
});

test.serial('an engine that is killed while it starts has not refused to: the check is an error', async (t) => {
  const record = await worker.run(
    conformance({
      id: 'nat/engine-killed-starting',
      title: 'the engine is killed in place of a refusal',
      claim,
      given: { server: lanHost() },
      when: async ({ host }) => {
        await host.stopEngine();
        await host.sh(
          'printf "#!/bin/sh\\nkill -9 \\$\\$\\n" > /run/docknet/killed && chmod 755 /run/docknet/killed && mount --bind /run/docknet/killed "$(readlink -f "$(command -v dockerd)")"',
        );
        return host.startEngine();
      },
      expect: (_, action) => [failed(action)],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'error');
  t.regex(record.reason, /ended with status null while starting/);
});

test.serial('a record is judged again from its evidence alone', async (t) => {
  const record = await worker.run(ping);
  const again = await judgeEvidence(ping, directory, record.evidence, false);
  t.deepEqual([again.verdict, again.expectations], [record.verdict, record.expectations]);
  t.regex(
    await readFile(join(directory, record.evidence.firewallAfter ?? ''), 'utf8'),
    /-A POSTROUTING .* -j MASQUERADE/,
  );
});

test.serial(
  'a given may have two networks for a container, shared namespaces, UDP, a name server and a second LAN',
  async (t) => {
    const record = await worker.run(
      conformance({
        id: 'nat/everything',
        title: 'what a given can hold',
        claim,
        given: {
          red: bridge(),
          blue: bridge(),
          names: lanHost({ resolves: { 'example.test': '203.0.113.9' } }),
          far: lanHost({ lan: 'second' }),
          both: container({ on: 'red', alsoOn: ['blue'], serveUdp: 5300, aliases: ['twin'], captureLo: true }),
          asker: container({ on: 'blue' }),
          guest: container({ on: 'container:both', pidNamespaceOf: 'both' }),
        },
        when: async ({ names, far, both, asker, guest, host, blue }) => ({
          shared: (await both.netns()) === (await guest.netns()),
          udp: await asker.udpEcho(both.attachment(blue), 5300),
          far: await far.ping(host.secondUplinkAddress),
          name: await both.lookup('example.test'),
          twin: await both.lookup('twin'),
          names: await host.ping(names),
        }),
        expect: ({ blue, both, asker, far, host }, seen) => [
          that('guest shares its network', seen.shared, seen.shared),
          answered(seen.udp),
          answered(seen.far),
          answered(seen.names),
          resolved(seen.name, '203.0.113.9'),
          resolved(seen.twin, both),
          both.attachment(blue).point.saw(anything({ protocol: 'udp', from: asker, port: 5300 })),
          host.secondUplink.saw(echoRequest(far, host.secondUplinkAddress)),
          both.lo.saw(dnsQuery('twin')),
        ],
        sabotage: () => iptables('-P FORWARD ACCEPT'),
      }),
    );
    t.is(record.verdict, 'conforms', record.reason);
    t.is((await worker.run(ping)).verdict, 'conforms');
  },
);
