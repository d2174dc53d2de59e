import test from 'ava';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import { runOrThrow } from '../process/index.js';
import { buildFixtureImage, busybox } from './image.js';

test('GNU tar reads names, kinds, modes, owners and contents of the fixture image', async (t) => {
  const file = join(tmpdir(), `docknet-image-${nanoid()}.tar`);
  t.teardown(() => rm(file));
  await writeFile(file, await buildFixtureImage());
  const list = await runOrThrow(['tar', '--list', '--verbose', '--numeric-owner', '--utc', '--file', file]);
  t.is(list.stderr, '');
  const entries = list.stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
  const { length: size } = await readFile(busybox);
  for (const entry of [
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 bin',
    'drwxr-xr-x 0/0 0 1970-01-01 00:00 www/cgi-bin',
    `-rwxr-xr-x 0/0 ${size} 1970-01-01 00:00 bin/busybox`,
    'lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/sh -> busybox',
  ])
    t.true(entries.includes(entry), entry);
  t.true(entries.some((entry) => /^-rwxr-xr-x 0\/0 \d+ 1970-01-01 00:00 www\/cgi-bin\/client$/.test(entry)));
  const page = await runOrThrow(['tar', '--extract', '--to-stdout', '--file', file, 'www/cgi-bin/client']);
  t.regex(page.stdout, /^#!\/bin\/sh\nprintf "Content-Type/);
  const program = await runOrThrow([
    'sh',
    '-c',
    `tar --extract --to-stdout --file ${file} bin/busybox | cmp - ${busybox}`,
  ]);
  t.is(program.stdout, '');
});
