import test from 'ava';
import {
  bridge,
  conformance,
  container,
  engine,
  iptables,
  that,
  type AnyCheck,
  type CheckContext,
} from '../../check/index.js';
import { EngineError } from '../../engine/index.js';
import { newRun, startLab } from '../../lab/testing/labs.js';
import { claim, ping, startTestWorker, type TestWorker } from '../testing/test-worker.js';
import { judgeRefusal } from './refused-given.js';

let testWorker: TestWorker;

test.before(async () => {
  testWorker = await startTestWorker();
});
test.after.always(() => testWorker.stop());

const given = (id: string, places: AnyCheck['given']): AnyCheck =>
  conformance({
    id,
    title: 'never begun',
    claim,
    given: places,
    when: () => Promise.resolve(),
    expect: () => [that('never evaluated', true, '')],
    sabotage: () => iptables('-P FORWARD ACCEPT'),
  });

test.serial('an engine that refuses a given container deviates, in its own words', async (t) => {
  const { worker } = testWorker;
  const web = { serve: 80, publish: ['8080:80'] };
  const record = await worker.run(given('nat/port-twice', { web: container(web), second: container(web) }));
  t.is(record.verdict, 'deviates', record.reason);
  t.regex(record.reason, /it refused: .*port is already allocated.*It does start a plain container/);
  t.deepEqual(
    record.steps.slice(-1).map(({ command, status }) => [command.slice(0, 36), status]),
    [['docker run -d --name refusal-control', 0]],
  );
  t.deepEqual(record.leftovers, []);
  t.is((await worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
});

test.serial('an engine that refuses a given network deviates', async (t) => {
  const options = { 'com.docker.network.driver.mtu': 'many' };
  const record = await testWorker.worker.run(
    given('nat/no-number', { app: bridge(options), web: container({ on: 'app' }) }),
  );
  t.is(record.verdict, 'deviates', record.reason);
  t.regex(record.reason, /it refused: .*many/);
});

test.serial('an engine that does not start with the given settings deviates, with its log', async (t) => {
  const record = await testWorker.worker.run(
    given('nat/no-address', { daemon: engine({ bip: 'many' }), web: container() }),
  );
  t.is(record.verdict, 'deviates', record.reason);
  t.regex(record.reason, /ended with status 1 while starting.*many/s);
  t.is((await testWorker.worker.run(ping)).verdict, 'conforms', 'the next check is not affected');
});

test.serial('an engine that starts no container at all proves nothing: the lab may be broken', async (t) => {
  const run = newRun();
  const lab = await startLab();
  const context: CheckContext = {
    lab,
    lan: lab.parts.lans[0],
    run,
    timeoutMs: 1000,
    sabotaged: false,
    steps: [],
    phase: 'given',
    undo: [],
    engineActions: [],
    engineRefused: false,
  };
  const refused = new EngineError('web', { cause: Object.assign(new Error('no'), { statusCode: 500 }) });
  try {
    t.is((await judgeRefusal(refused, context))?.verdict, 'deviates');
    t.is(await judgeRefusal(new EngineError('it ended'), context), null);
    t.is(await judgeRefusal(refused, { ...context, sabotaged: true }), null);
    await lab.runOnHost(['ip', 'link', 'delete', 'docker0']);
    t.is(await judgeRefusal(refused, context), null);
    t.regex(context.steps.at(-1)?.output ?? '', /docker0/);
  } finally {
    await lab.close();
  }
});
