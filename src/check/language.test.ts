import { readFile } from 'node:fs/promises';
import test from 'ava';
import * as language from './language.js';

test('suites/README.md has every word of the language', async (t) => {
  const readme = await readFile('suites/README.md', 'utf8');
  const table = readme.slice(readme.indexOf('## Words'), readme.indexOf('## Sources'));
  t.deepEqual(
    Object.keys(language).filter((word) => !new RegExp(`\\b${word}\\b`).test(table)),
    [],
  );
  t.true(Object.keys(language).length > 40);
});
