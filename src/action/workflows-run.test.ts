import test from 'ava';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostedRunner } from './testing/hosted-runner.js';
import { PullRequests } from './testing/pull-requests.js';
import { asMap, parseFile, readSteps, type Template } from './testing/template.js';
import type { RunRecord } from '../record/index.js';

/* The ready workflows, with every job and step in a clone of this tree. */
let runner: HostedRunner;
test.before(async () => {
  runner = await HostedRunner.start();
});
test.after.always(() => runner.stop());

const artifacts = () => readdir(join(runner.home, 'github/artifacts'));

test.serial('docknet.yml: main leaves a baseline, with which a pull request is compared', async (t) => {
  const main = await runner.runJob('docknet.yml', 'check', { github: { event_name: 'push', run_id: '1' } });
  t.is(main?.result, 'success', main?.log);
  t.regex(runner.standIns.lastCall('actions/cache/save')?.['key'] ?? '', /^docknet-baseline-Linux-X64-1$/);
  await rm(join(runner.clone, 'docknet-baseline'), { recursive: true });
  await runner.standIns.forgetArtifacts();

  const pull = await runner.runJob('docknet.yml', 'check', { github: { event_name: 'pull_request', run_id: '2' } });
  t.is(pull?.result, 'success', pull?.log);
  t.like(pull?.steps['docknet']?.outputs, { conclusion: 'conforms', regressions: '0' });
  const comment = runner.standIns.artifact('comment-1');
  t.deepEqual((await readdir(comment)).sort(), ['docknet.json', 'outputs.json']);
  const json = await readFile(join(comment, 'docknet.json'), 'utf8');
  t.like(JSON.parse(json), { comparisons: [{ requested: true }] });
});

test('docknet-comment.yml: one comment, updated, of known words and numbers alone', async (t) => {
  const workflow = await parseFile('workflow', '.github/workflows/docknet-comment.yml');
  const steps = readSteps(asMap(asMap(workflow['jobs'])['comment'])['steps']);
  const script = steps[1]?.with['script'] as string;
  const temporary = await mkdtemp(join(tmpdir(), 'docknet-comment-'));
  t.teardown(() => rm(temporary, { recursive: true }));
  await mkdir(join(temporary, 'comment'));
  const write = (name: string, value: unknown) => writeFile(join(temporary, 'comment', name), JSON.stringify(value));
  const run = {
    head_repository: { owner: { login: 'someone' } },
    ...{ head_branch: 'fix', head_sha: 'abc', html_url: 'https://github.example/run' },
  };
  const pulls = new PullRequests([
    { number: 3, head: { sha: 'older' } },
    { number: 4, head: { sha: 'abc' } },
  ]);

  const forged = '| x |\n<img src=x> @everyone';
  await write('outputs.json', { conclusion: forged, conforms: forged, deviates: '2', 'artifact-url': forged });
  const changes = [{ kind: 'regression', id: 'nat/masquerade' }, { kind: 'regression', id: forged }, { kind: forged }];
  await write('docknet.json', { comparisons: [{ requested: true, changes }, { requested: false, changes }, null] });
  await pulls.run(script, { workflow_run: run }, temporary);
  const [first] = pulls.comments;
  t.is(pulls.comments.length, 1);
  t.regex(first?.body ?? '', /^<!-- docknet -->\n### docknet\n\n⚠️ docknet could not run\.\n/);
  t.regex(first?.body ?? '', /\| 0 \| 2 \| 0 \| 0 \| 0 \|\n\n- regression: `nat\/masquerade`\n\nCommit abc\. /);
  t.notRegex(first?.body ?? '', /img|everyone/);

  await write('outputs.json', { conclusion: 'conforms', conforms: '150' });
  await write('docknet.json', {});
  await pulls.run(script, { workflow_run: run }, temporary);
  t.is(pulls.comments.length, 1, 'updated');
  t.regex(pulls.comments[0]?.body ?? '', /✅.*\n\n\| conforms .*\n.*\n\| 150 \| 0 \|/);

  await pulls.run(script, { workflow_run: { ...run, head_sha: 'outdated' } }, temporary);
  t.is(pulls.comments.length, 1);
  t.is(pulls.notices.length, 1);
});

test.serial('runner-images.yml: the newest attempt of each image in one matrix, with the comparison', async (t) => {
  // On this machine, a setting of the engine's tells one image from the other.
  await writeFile(join(runner.clone, 'daemon.json'), '{ "userland-proxy": true }');
  for (const [image, config] of [
    ['ubuntu-24.04', ''],
    ['ubuntu-26.04', 'daemon.json'],
  ] as const) {
    const leg = { defaults: { 'daemon-config': config }, contexts: { matrix: { image } } };
    const job = await runner.runJob('runner-images.yml', 'image', leg);
    t.is(job?.result, 'success', job?.log);
  }
  // As if the leg had run again. A merge refuses two attempts of one leg.
  const [first, again] = ['1', '2'].map((attempt) => runner.standIns.artifact(`docknet-ubuntu-26.04-${attempt}`));
  await cp(first ?? '', again ?? '', { recursive: true });
  t.deepEqual(
    (await artifacts()).filter((name) => name.startsWith('docknet-ubuntu')),
    [...['docknet-ubuntu-24.04-1', 'docknet-ubuntu-26.04-1', 'docknet-ubuntu-26.04-2']],
  );
  const needs = { image: { result: 'failure' } };
  const merge = await runner.runJob('runner-images.yml', 'compare', {
    contexts: { needs },
    github: { run_attempt: '2' },
  });
  t.is(merge?.result, 'success', merge?.log);
  t.like(merge?.steps['step-1']?.outputs, { conclusion: 'conforms', conforms: '2', regressions: '0' });
  t.true((await artifacts()).includes('runner-images-2'));
  t.true((await readdir(runner.standIns.artifact('runner-images-2'))).includes('comparison.html'));
});

test.serial('engines.yml: each engine is compared with the one before it; a regression becomes an issue', async (t) => {
  const engines = { contexts: { inputs: { engines: 'private private' } } };
  const job = await runner.runJob('engines.yml', 'engines', engines);
  t.is(job?.result, 'success', job?.log);
  t.like(job?.steps['docknet']?.outputs, { conclusion: 'conforms', conforms: '2' });
  t.is(job?.steps['compare']?.outcome, 'success');

  // The same steps on the same matrix, as if the second engine had lost what the first one does.
  const report = job?.steps['docknet']?.outputs['report-path'] ?? '';
  const file = join(report, 'private-2/record.json');
  const record = JSON.parse(await readFile(file, 'utf8')) as RunRecord;
  const checks = record.checks.map((check) => ({
    ...check,
    ...{ verdict: 'deviates', reason: 'no frame left' },
    expectations: check.expectations.map((line) => ({ ...line, held: false })),
  }));
  await writeFile(file, JSON.stringify({ ...record, checks }));
  const workflow = await parseFile('workflow', '.github/workflows/engines.yml');
  const steps = asMap(asMap(workflow['jobs'])['engines'])['steps'] as readonly Template[];
  const outputs = `echo "report-path=${report}" >> "$GITHUB_OUTPUT"; echo "${report}/../../bin" >> "$GITHUB_PATH"`;
  const regressed = await runner.runSteps(runner.clone, [
    { id: 'docknet', run: outputs, shell: 'bash' },
    ...steps.slice(2),
  ]);
  t.is(regressed.result, 'failure', regressed.log);
  t.regex(regressed.annotations[0]?.message ?? '', /An engine lost/);
  t.regex(regressed.summary, /nat\/masquerade/);
  const issue = await readFile(join(runner.clone, 'issue.md'), 'utf8');
  t.regex(issue, /regression[^]*nat\/masquerade/i);
  t.like(runner.standIns.lastCall('actions/upload-artifact'), { name: 'issue-1', path: 'issue.md' });
});

test.serial('shards.yml: parts are merged also if one failed, and the missing ones are named', async (t) => {
  const defaults = { checks: 'none/only-loopback none/no-traffic nat/masquerade nat/ttl-63' };
  for (const part of [1, 2]) {
    const job = await runner.runJob('shards.yml', 'shard', { defaults, contexts: { matrix: { part } } });
    t.is(job?.result, 'success', job?.log);
  }
  const merge = await runner.runJob('shards.yml', 'merge', { contexts: { needs: { shard: { result: 'failure' } } } });
  t.is(merge?.result, 'failure', merge?.log);
  t.like(merge?.steps['step-1']?.outputs, { conclusion: 'unfit', conforms: '2' });
  t.regex(merge?.log ?? '', /part 3\/4, 4\/4 is missing/);
  t.regex(await readFile(merge?.steps['step-1']?.outputs['junit-path'] ?? '', 'utf8'), /3\/4, 4\/4 is missing/);
});
