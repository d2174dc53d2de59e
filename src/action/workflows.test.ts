import test from 'ava';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintWorkflow } from './testing/lint.js';
import {
  asMap,
  Expression,
  parseFile,
  parseText,
  readSteps,
  type Template,
  type TemplateMap,
} from './testing/template.js';

const directory = '.github/workflows';
const workflows = (await readdir(directory)).map((name) => join(directory, name));

const jobsOf = (workflow: TemplateMap) => Object.values(asMap(workflow['jobs'])).map(asMap);
const stepsOf = (workflow: TemplateMap) => jobsOf(workflow).flatMap((job) => readSteps(job['steps']));

/** Lists the expressions of a template. */
function listExpressions(template: Template): string[] {
  if (template instanceof Expression) return [template.source];
  return typeof template === 'object' && template !== null ? Object.values(template).flatMap(listExpressions) : [];
}

for (const path of workflows) {
  test(`${path} passes GitHub’s schema and actionlint`, async (t) => {
    await t.notThrowsAsync(parseFile('workflow', path));
    t.deepEqual(await lintWorkflow(path), []);
  });

  test(`${path} reads contents alone, cancels no leg for another, and pins its actions`, async (t) => {
    const workflow = await parseFile('workflow', path);
    t.deepEqual(workflow['permissions'], { contents: 'read' });
    for (const job of jobsOf(workflow)) {
      t.true('timeout-minutes' in job);
      if ('matrix' in asMap(job['strategy'])) t.is(asMap(job['strategy'])['fail-fast'], false);
    }
    checkPins(t, await readFile(path, 'utf8'));
    for (const { run } of stepsOf(workflow))
      t.deepEqual(listExpressions(run), [], 'values reach a script by env alone');
  });
}

test('action.yml passes GitHub’s schema, pins its actions, and has no expression in a script', async (t) => {
  const action = await parseFile('action', 'action.yml');
  checkPins(t, await readFile('action.yml', 'utf8'));
  for (const { run } of readSteps(asMap(action['runs'])['steps'])) t.deepEqual(listExpressions(run), []);
});

test('the README’s workflow passes, and its tables have every input and output', async (t) => {
  const readme = await readFile('README.md', 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
  t.notThrows(() => parseText('workflow', 'README.md', example));
  const action = await parseFile('action', 'action.yml');
  for (const kind of ['inputs', 'outputs']) {
    const names = Object.keys(asMap(action[kind]));
    t.deepEqual(
      names.filter((name) => !readme.includes(`| \`${name}\` |`)),
      [],
      kind,
    );
  }
});

/** A tag can be moved to other code; a commit cannot. The comment tells people and update bots the version. */
function checkPins(t: { readonly deepEqual: (a: unknown, b: unknown) => void }, text: string): void {
  const used = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
  t.deepEqual(
    used.filter((line) => !/uses: (\.\/|[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(line)),
    [],
  );
}
