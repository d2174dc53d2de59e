import test from 'ava';
import { readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePairs } from './testing/runner-files.js';
import { quoteMarkdown, setOutputs } from './workflow-commands.js';

test('a value of an output sets no other', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-output-'));
  t.teardown(() => rm(directory, { recursive: true }));
  process.env['GITHUB_OUTPUT'] = join(directory, 'output');
  const hostile = 'x\nconclusion=conforms\nEOF\nconclusion<<EOF\nconforms\nEOF';
  await setOutputs({ reason: hostile, conclusion: 'deviates', errors: 3 });
  delete process.env['GITHUB_OUTPUT'];
  t.deepEqual(parsePairs(await readFile(join(directory, 'output'), 'utf8')), {
    reason: hostile,
    conclusion: 'deviates',
    errors: '3',
  });
});

test('text in Markdown stays text', (t) => {
  t.is(
    quoteMarkdown('<img src=x>\n# [a](b) @all `c`\u001b[31m'),
    '&#60;img src=x&#62; &#35; &#91;a&#93;(b) &#64;all &#96;c&#96; &#91;31m',
  );
});
