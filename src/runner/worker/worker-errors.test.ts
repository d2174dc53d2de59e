import test from 'ava';
import { join } from 'node:path';
import { readRecording } from '../../capture/index.js';
import { conformance, container, failed, iptables, lanHost, that } from '../../check/index.js';
import { claim, ping, startTestWorker, type TestWorker } from '../testing/test-worker.js';

let testWorker: TestWorker;

test.before(async () => {
  testWorker = await startTestWorker();
});
test.after.always(() => testWorker.stop());

test.serial('a check that throws is an error, says why, and keeps what was recorded', async (t) => {
  const { worker, directory } = testWorker;
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
      expect: () => [that('never evaluated', true, '')],
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
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
});

test.serial('a check that throws before its traffic is an error too, and its recording is closed', async (t) => {
  const { worker, directory } = testWorker;
  const record = await worker.run(
    conformance({
      id: 'nat/throws-at-once',
      title: 'it throws at once',
      claim,
      given: { web: container() },
      when: ({ web }) => {
        throw new Error(`no ${web.key}`);
      },
      expect: () => [that('never evaluated', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.deepEqual([record.verdict, record.reason], ['error', 'the check’s own traffic failed: no web']);
  t.is((await readRecording(join(directory, record.evidence.recording ?? ''))).damage, null);
});

/** Occupies the published port of `web`, so that the engine cannot start it (again). */
const takePort = 'busybox nc -l -p 8080 >/dev/null 2>&1 & until ss -Hlnt | grep -q :8080; do :; done';

test.serial('an action that the engine fails in and that no expectation is about is a deviation', async (t) => {
  const { worker } = testWorker;
  const record = await worker.run(
    conformance({
      id: 'nat/engine-refuses',
      title: 'the engine cannot start a container again',
      claim,
      given: { web: container({ serve: 80, publish: ['8080:80'] }) },
      when: async ({ host, web }) => {
        await web.kill();
        await host.sh(takePort.replace('busybox', '/run/docknet/busybox'));
        await web.start();
      },
      expect: () => [that('the check got this far', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'deviates', record.reason);
  t.regex(record.reason, /expected: the engine succeeds in: docker start web-.*; seen: .*address already in use/);
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
});

test.serial('what fails after the engine failed is no error: the engine’s failure is the outcome', async (t) => {
  const { worker } = testWorker;
  const record = await worker.run(
    conformance({
      id: 'nat/engine-refuses-first',
      title: 'a container that was not started is used',
      claim,
      given: { web: container({ started: false, serve: 80, publish: ['8080:80'] }) },
      when: async ({ host, web }) => {
        await host.sh(takePort.replace('busybox', '/run/docknet/busybox'));
        await web.start();
        return web.ping(host);
      },
      expect: (_, outcome) => [that('the container runs', outcome.kind === 'ping', outcome)],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'deviates', record.reason);
  t.regex(record.reason, /expected: the engine succeeds in: docker run .*; seen: .*address already in use/);
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
});

test.serial('a check whose engine dies is an error with the end of its log; the next one gets another', async (t) => {
  const { worker } = testWorker;
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
      expect: () => [that('never evaluated', true, '')],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'error');
  t.regex(record.reason, /The engine no longer answers; the end of its log: .*level=/);
  t.is((await worker.run(ping)).verdict, 'conforms');
});

test.serial('an engine that dies has not refused to start a container: the check is an error', async (t) => {
  const { worker } = testWorker;
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

/** Replaces dockerd with a program that kills itself. */
const killDockerd = [
  'printf "#!/bin/sh\\nkill -9 \\$\\$\\n" > /run/docknet/killed',
  'chmod 755 /run/docknet/killed',
  'mount --bind /run/docknet/killed "$(readlink -f "$(command -v dockerd)")"',
].join(' && ');

test.serial('an engine that is killed while it starts has not refused to: the check is an error', async (t) => {
  const { worker } = testWorker;
  const record = await worker.run(
    conformance({
      id: 'nat/engine-killed-starting',
      title: 'the engine is killed in place of a refusal',
      claim,
      given: { server: lanHost() },
      when: async ({ host }) => {
        await host.stopEngine();
        await host.sh(killDockerd);
        return host.startEngine();
      },
      expect: (_, action) => [failed(action)],
      sabotage: () => iptables('-P FORWARD ACCEPT'),
    }),
  );
  t.is(record.verdict, 'error');
  t.regex(record.reason, /ended with status null while starting/);
});
