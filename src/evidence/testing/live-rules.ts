import type { ExecutionContext } from 'ava';
import { customAlphabet } from 'nanoid';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answered, bridge, conformance, container, documented, iptables, lanHost } from '../../check/index.js';
import { defaultEngineCache } from '../../engine/index.js';
import type { Journey } from '../../journey/index.js';
import { registerRun } from '../../lab/index.js';
import type { CheckRecord, Evidence } from '../../record/index.js';
import { Worker } from '../../runner/worker/worker.js';
import { joinRecording } from '../join-recording.js';
import { expectEveryRule } from './every-rule.js';

/**
 * Everything that rules do to packets in a lab: masquerading, a published port, isolation, FORWARD's policy, DROP and
 * REJECT in DOCKER-USER.
 */
const everyRule = conformance({
  id: 'nat/every-rule',
  title: 'every kind of rule',
  claim: documented('tour', 'A section', 'A statement.'),
  given: {
    red: bridge(),
    web: container({ serve: 80, publish: ['8080:80'] }),
    redWeb: container({ on: 'red' }),
    client: lanHost(),
    remote: lanHost({ lan: 'second' }),
  },
  when: async ({ host, web, redWeb, client, remote }) => {
    const masqueraded = await web.ping(client, { count: 2 });
    await client.get(host, 8080, { sourcePort: 40001 });
    await redWeb.ping(web);
    await client.routeTo(remote.address, host.address);
    await client.ping(remote);
    await host.iptables(`-I DOCKER-USER -s ${client.address} -p icmp -j DROP`);
    await client.ping(remote);
    await host.iptables(`-I DOCKER-USER -s ${client.address} -p tcp -j REJECT`);
    await client.get(host, 8080, { sourcePort: 40003 });
    return masqueraded;
  },
  expect: (_places, masqueraded) => [answered(masqueraded)],
  sabotage: () => iptables('-P FORWARD ACCEPT'),
});

/** Runs the check in a lab of its own. @returns its record; its evidence is below the directory. */
async function runEveryRule(directory: string, iptables?: 'legacy'): Promise<CheckRecord> {
  const run = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10)();
  const registered = await registerRun(run);
  const { worker } = await Worker.start({
    run,
    number: 1,
    directory,
    runtime: registered.path,
    engine: { kind: 'private' },
    firewallBackend: null,
    daemonConfig: {},
    engineTimeoutMs: 30_000,
    sabotaged: false,
    suites: [],
    engineCache: defaultEngineCache(),
    ...(iptables === undefined ? {} : { iptables }),
  });
  const [record] = [await worker.run(everyRule)];
  await worker.stop();
  await registered.remove();
  return record;
}

/** Joins a check's recording, without rules. */
export async function joinWithoutRules(directory: string, evidence: Evidence): Promise<readonly Journey[]> {
  const { journeys } = await joinRecording(directory, { evidence: { ...evidence, trace: null }, points: [] });
  return journeys;
}

/** Runs every kind of rule in a lab made now. Once in a process: testcontainers knows one engine in it. */
export async function liveRules(t: ExecutionContext, iptables?: 'legacy'): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-rules-'));
  try {
    const { verdict, reason, ...record } = await runEveryRule(directory, iptables);
    t.is(verdict, 'conforms', reason);
    const { journeys, problems } = await joinRecording(directory, record);
    t.deepEqual(problems, []);
    expectEveryRule(
      t,
      journeys,
      iptables === 'legacy'
        ? /^DOCKER-USER changed meanwhile, and legacy iptables traces rules by position only$/
        : undefined,
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}
