import test from 'ava';
import { readdir, readFile } from 'node:fs/promises';
import { runOrThrow } from '../../process/index.js';
import { documents } from '../../record/index.js';
import { docknet, joinPatterns, main } from '../testing/docknet.js';

const checks = (await readdir('suites', { recursive: true }))
  .filter((file) => file.endsWith('.ts') && file.includes('/'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

test('list prints every check once, with its title', async (t) => {
  const { exitCode, stdout } = await docknet(['list']);
  t.is(exitCode, 0);
  const listed = stdout.split('\n').flatMap((line) => /^ {2}(\S+\/\S+) +\S/.exec(line)?.[1] ?? []);
  t.deepEqual([...listed].sort(), checks);
  t.regex(stdout, /docker-user\/appended-drop.*\(known deviation on engine <28\.2\.2\)/);
});

test('list --json prints the same as JSON', async (t) => {
  const { stdout } = await docknet(['list', '--json']);
  const entries = JSON.parse(stdout) as {
    id: string;
    title: string;
    claim: { document: string };
    knownOn: { engines: string }[];
  }[];
  t.deepEqual(entries.map(({ id }) => id).sort(), checks);
  t.true(entries.every(({ title, claim }) => title !== '' && documents.some(({ name }) => name === claim.document)));
  t.deepEqual(
    entries.find(({ id }) => id === 'docker-user/appended-drop')?.knownOn.map(({ engines }) => engines),
    ['<28.2.2'],
  );
});

/** A module that makes Node write the address of every module it loads to standard error. */
const logModules = (() => {
  const hook =
    'import { writeSync } from "node:fs"; ' +
    'export async function load(url, context, next) { writeSync(2, url + "\\n"); return next(url, context); }';
  const address = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  return address(`import { register } from "node:module"; register(${JSON.stringify(address(hook))});`);
})();

test('list loads no module of engines, recording or pages, so that it starts fast', async (t) => {
  const { stdout, stderr } = await runOrThrow([process.execPath, '--import', logModules, main, 'list']);
  t.regex(stdout, /nat\/masquerade/);
  const loaded = stderr.split('\n');
  t.true(
    loaded.some((url) => url.endsWith('/src/cli/commands/list.js')),
    'module addresses are written',
  );
  t.deepEqual(
    loaded.filter((url) =>
      /node_modules\/(?!commander|picocolors|picomatch)|src\/(lab|engine|capture|record)\b/.test(url),
    ),
    [],
  );
});

test('explain prints claim, given, when, expect and sabotage as the check’s source', async (t) => {
  const { exitCode, stdout } = await docknet(['explain', 'nat/masquerade']);
  t.is(exitCode, 0);
  const source = await readFile('suites/nat/masquerade.ts', 'utf8');
  const [, title = ''] = /title: '(.*)'/.exec(source) ?? [];
  t.true(stdout.startsWith(`nat/masquerade: ${title}\n`));
  t.regex(
    stdout,
    joinPatterns(
      /claim\n {2}The container’s address is translated .*\n/,
      / {2}\(Exploring Default Docker Networking, part 2, "Pinging past the host"\)/,
    ),
  );
  t.regex(
    stdout,
    /given\n {2}app: a user-defined bridge network\n {2}web: a container on app\n {2}server: a host on the LAN/,
  );
  t.regex(stdout, /when\n.*web\.ping\(server\)/);
  t.regex(stdout, /expect\n[^]*host\.uplink\.neverSaw\(anything\(\{ from: web \}\)\)/);
  t.regex(stdout, /sabotage[^\n]*\n[^]*-t nat -I POSTROUTING/);
});

test('explain prints the engines of a known deviation, and what is seen there', async (t) => {
  const { stdout } = await docknet(['explain', 'docker-user/appended-drop']);
  t.regex(stdout, /known deviation on engine <28\.2\.2\n.*instead:\n/);
});

test('explain prints settings of an engine that are lists as JSON', async (t) => {
  const { stdout } = await docknet(['explain', 'addressing/drawn-beside-chosen']);
  t.regex(stdout, /an engine of its own with default-address-pools=\[\{"base":"10\.97\.0\.0\/16","size":24\}\]/);
});

/** The first check of each area; each takes a process, so not all of them. */
const explained = checks.filter((id, n) => n === 0 || checks[n - 1]?.split('/')[0] !== id.split('/')[0]);

for (const id of explained) {
  test.serial(`${id} can be explained`, async (t) => {
    const { exitCode, stdout } = await docknet(['explain', id]);
    t.is(exitCode, 0);
    // Its own code is indented by four and more.
    t.false(/undefined|\[object/.test(stdout.replaceAll(/^ {4,}.*$/gm, '')), stdout);
  });
}
