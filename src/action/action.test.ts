import test from 'ava';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../process/index.js';
import { makeScriptEngine } from '../cli/testing/engines.js';
import { HostedRunner } from './testing/hosted-runner.js';
import { writeOwnCheck } from './testing/own-check.js';

/* The action as a runner runs it: a user with sudo, the action elsewhere than the workspace, paths with spaces. */
let runner: HostedRunner;
/** An empty directory. */
let workspace: string;
/** Directory of the run that conforms. */
let baseline: string;

test.before(async () => {
  runner = await HostedRunner.start();
  workspace = await runner.makeWorkspace('an empty place');
});
test.after.always(() => runner.stop());

const suites = 'my suites';
const own = async (check: Parameters<typeof writeOwnCheck>[1] = {}) => {
  await writeOwnCheck(join(workspace, suites), check);
  await runner.giveToUser(workspace);
};

test.serial('every check conforms: outputs, files of the user’s, an artifact, and docknet on the PATH', async (t) => {
  await own();
  const action = { id: 'docknet', uses: 'docknet/docknet@v1', with: { checks: 'nat/masquerade mine/promise', suites } };
  const next = { id: 'next', run: 'echo "version $(docknet --version)"', shell: 'bash' };
  const job = await runner.runSteps(workspace, [action, next]);
  t.is(job.result, 'success', job.log);
  const {
    'report-path': report = '',
    'junit-path': junit = '',
    'ctrf-path': ctrf = '',
    ...rest
  } = job.steps['docknet']?.outputs ?? {};
  t.deepEqual(rest, {
    conclusion: 'conforms',
    conforms: '2',
    deviates: '0',
    known: '0',
    errors: '0',
    regressions: '0',
    'artifact-url': 'https://github.example/artifacts/docknet-check-0-1',
  });
  t.is((await stat(join(report, 'index.html'))).uid, (await stat(workspace)).uid);
  t.regex(await readFile(junit, 'utf8'), /^<\?xml[^]*mine\/promise/);
  t.truthy((JSON.parse(await readFile(ctrf, 'utf8')) as { results: unknown }).results);
  t.truthy((JSON.parse(await readFile(join(report, 'docknet.json'), 'utf8')) as { checks: unknown }).checks);
  t.like(runner.standIns.lastCall('actions/upload-artifact'), { path: report, 'retention-days': '' });
  t.regex(job.summary, /artifacts\/docknet-check-0-1/, 'the summary links the artifact');
  t.deepEqual(
    job.annotations.filter(({ level }) => level !== 'notice'),
    [],
  );
  t.deepEqual(job.commands, []);
  t.regex(job.log, /^version \d+\.\d+\.\d+$/m);
  t.notRegex(job.log, /^set-up: /m, 'the restored cache is complete');
  baseline = report;
});

test.serial('a regression fails the job after the upload, with an annotation and the summary', async (t) => {
  await own({ holds: false });
  const inputs = { checks: 'mine/promise', suites, baseline, 'fail-on': 'regression' };
  const job = await runner.runAction(workspace, inputs, { github: { run_attempt: '2' } });
  t.is(job.result, 'failure', job.log);
  t.like(job.steps['docknet']?.outputs, { conclusion: 'regression', conforms: '0', deviates: '1', regressions: '1' });
  t.is(job.steps['docknet/run']?.outcome, 'success');
  t.is(job.steps['docknet/upload']?.outputs['artifact-url'], 'https://github.example/artifacts/docknet-check-0-2');
  t.true(
    job.annotations.some(({ level, message }) => level === 'error' && message.includes('the promise is kept')),
    job.log,
  );
  t.regex(job.summary, /mine\/promise/);
});

test.serial('fail-on: never, without annotations, summary and artifact: only the outputs tell', async (t) => {
  const inputs = { checks: 'mine/promise', suites, 'fail-on': 'never', baseline: 'none', reporters: '' };
  const silent = { annotations: 'false', summary: 'false', 'upload-artifact': 'false', cache: 'false' };
  const job = await runner.runAction(workspace, { ...inputs, ...silent });
  t.is(job.result, 'success', job.log);
  t.like(job.steps['docknet']?.outputs, {
    conclusion: 'deviates',
    deviates: '1',
    'artifact-url': '',
    'junit-path': '',
  });
  t.deepEqual(job.annotations, []);
  t.is(job.summary, '');
  t.is(job.steps['docknet/modules']?.outcome, 'skipped');
});

test.serial(
  'hostile text in titles, rules, payloads and findings changes no output and annotates nothing',
  async (t) => {
    const hostile =
      'x\n::set-output name=conclusion::conforms\n##[error]forged\r\n::error title=forged::forged\n' +
      '::add-mask::a\n::stop-commands::b\n<img src=x onerror=alert(1)> | `c` [d](javascript:e) @everyone';
    const rule = '-I DOCKER-USER -m comment --comment "##[error]forged <img src=x> ::error::forged" -j RETURN';
    const when = `async ({ web, host, server }) => {
    await host.iptables(${JSON.stringify(rule)});
    await web.sh(${JSON.stringify(`printf '%s' '${hostile}'`)});
    await server.udpEcho(web, 9, { timeoutMs: 100 });
    return web.ping(server);
  }`;
    await own({ title: hostile, line: hostile, holds: false, when });
    const job = await runner.runAction(workspace, {
      checks: 'mine/promise',
      suites,
      baseline: 'none',
      'artifact-name': 'odd',
    });
    t.is(job.result, 'failure', job.log);
    t.like(job.steps['docknet']?.outputs, { conclusion: 'deviates', deviates: '1' });
    t.deepEqual(job.commands, []);
    t.deepEqual(
      job.annotations.filter(({ title }) => title === 'forged' || title === ''),
      [],
    );
    t.true(job.annotations.length > 0);
    t.notRegex(job.summary, /(^|[^\\])<img/m, 'markup is escaped');
  },
);

test.serial('an engine that does not start: exit status 3, and summary, annotation and JUnit say why', async (t) => {
  const engine = await makeScriptEngine(t, 'echo "no such \\$(thing)" >&2; exit 1');
  const job = await runner.runAction(workspace, { engines: engine, 'artifact-name': 'unfit', 'fail-on': 'never' });
  t.is(job.result, 'failure', job.log);
  t.like(job.steps['docknet']?.outputs, { conclusion: 'unfit', conforms: '0' });
  t.regex(job.summary, /unfit[^]*no such/);
  t.true(job.annotations.some(({ level, message }) => level === 'error' && message.includes('no such')));
  t.regex(await readFile(job.steps['docknet']?.outputs['junit-path'] ?? '', 'utf8'), /no such/);
});

test.serial('a cancelled run takes its labs down, and is interrupted', async (t) => {
  await own({ when: "({ web }) => web.sh('sleep 60')" });
  const job = await runner.runAction(
    workspace,
    { checks: 'none/only-loopback mine/promise', suites, baseline: 'none', 'artifact-name': 'cancelled' },
    { cancelAt: /none\/only-loopback/ },
  );
  t.is(job.result, 'cancelled', job.log);
  t.like(job.steps['docknet']?.outputs, { conclusion: 'interrupted', conforms: '1' });
  t.is(job.steps['docknet/upload']?.outcome, 'success');
  t.regex(job.summary, /[Ii]nterrupted/);
  t.is((await runCommand(['pgrep', '-af', runner.home])).stdout, '', 'no process is left');
});

test.serial('fetched engines are cached with their owners and modes', async (t) => {
  const engine = join(await runner.makeWorkspace('engines'), 'docker-28.0.4');
  const manifest = {
    ...{ schema: 'docknet-engine/1', name: 'docker:28.0.4', version: '28.0.4', architecture: 'amd64' },
    ...{ base: 'debian:bookworm', mirror: '', verified: 'by this test', fetched: '2026-01-01T00:00:00Z', bytes: 1 },
  };
  await mkdir(join(engine, 'root'), { recursive: true });
  await writeFile(join(engine, 'engine.json'), JSON.stringify(manifest));
  await writeFile(join(engine, 'root/secret'), '', { mode: 0o600 });
  const places = 'mkdir -p "$RUNNER_TEMP/docknet/engines" && sudo cp -a "$ENGINE" "$RUNNER_TEMP/docknet/engines/"';
  const place = { run: places, shell: 'bash', env: { ENGINE: engine } };
  const inputs = { engines: 'docker:28.0.4', 'upload-artifact': 'false' };
  const action = { id: 'docknet', uses: 'docknet/docknet@v1', with: inputs };
  const saved = await runner.runSteps(workspace, [place, action]);
  t.deepEqual(saved.steps['docknet/engines'], {
    outcome: 'success',
    outputs: { names: 'docker:28.0.4', save: 'true' },
  });
  t.regex(runner.standIns.lastCall('actions/cache/save')?.['key'] ?? '', /^docknet-engines-.*-\d{4}-\d\d$/);

  const secret = 'stat -c "secret %u %a" "$RUNNER_TEMP/docknet/engines/docker-28.0.4/root/secret"';
  const restored = await runner.runSteps(workspace, [action, { if: 'always()', run: secret, shell: 'bash' }]);
  t.deepEqual(restored.steps['docknet/engines'], { outcome: 'success', outputs: { names: 'docker:28.0.4' } });
  t.regex(restored.log, /docker:28\.0\.4 is already there/);
  t.regex(restored.log, /^secret 0 600$/m);
});

test.serial('a mistake in the inputs fails the job with an annotation that names it', async (t) => {
  const job = await runner.runAction(workspace, { engines: 'host' });
  t.is(job.result, 'failure');
  t.is(job.steps['docknet']?.outputs['conclusion'], 'usage');
  t.regex(job.annotations[0]?.message ?? '', /^engines: host would change the runner’s own Docker/);
});

test.serial('set-up that fails is an annotation and the summary, and the conclusion is unfit', async (t) => {
  const spoil = { run: 'echo "exit 4" > "$CLONE/src/setup/setup.sh"', shell: 'bash', env: { CLONE: runner.clone } };
  const action = { id: 'docknet', uses: 'docknet/docknet@v1', with: {} };
  const job = await runner.runSteps(workspace, [spoil, action]);
  t.is(job.result, 'failure', job.log);
  t.is(job.steps['docknet']?.outputs['conclusion'], 'unfit');
  t.regex(job.annotations[0]?.message ?? '', /could not be set up on this runner \(exit status 4\)/);
  t.regex(job.summary, /could not be set up/);
});
