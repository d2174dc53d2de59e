import test from 'ava';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, runOrThrow } from '../process/index.js';
import { readRecord } from '../record/index.js';

/* The packed release, installed in an empty directory. */
let home: string;
/** Paths in the package. */
let packed: string[];
/** Where the package is installed. */
let directory: string;
/** Where npm installed other releases of Node. */
let releases: string;

/** Releases of Node that docknet supports beside the one that runs the tests. */
const otherReleases = ['20', '22', '24', '26'].filter((major) => !process.version.startsWith(`v${major}.`));

const timeoutMs = 170_000;
const npmEnvironment = { ...process.env, npm_config_update_notifier: 'false' };

test.before(async () => {
  home = await mkdtemp(join(tmpdir(), 'docknet-pack-'));
  releases = join(home, 'releases');
  await Promise.all([installDocknet(), installReleases()]);
});
test.after.always(() => rm(home, { recursive: true, force: true }));

async function installDocknet(): Promise<void> {
  await npm(process.cwd(), 'run', 'build');
  const pack = await npm(process.cwd(), 'pack', '--ignore-scripts', '--json', '--pack-destination', home);
  const [{ filename, files }] = JSON.parse(pack) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  directory = join(home, 'empty');
  await mkdir(directory);
  await writeFile(join(directory, 'package.json'), '{"private": true}');
  await npm(directory, 'install', '--no-audit', '--no-fund', join(home, filename));
}

/** Installs Node's program and headers from the packages that the package `node` installs. */
async function installReleases(): Promise<void> {
  await mkdir(releases);
  await writeFile(join(releases, 'package.json'), '{"private": true}');
  const packages = otherReleases.map((major) => `node-${major}@npm:node-linux-${process.arch}@${major}`);
  await npm(releases, 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages);
}

const npm = async (cwd: string, ...args: string[]): Promise<string> =>
  (await runOrThrow(['npm', ...args], { cwd, timeoutMs, env: npmEnvironment })).stdout;

/** Runs docknet in the directory, as `sudo npx docknet` does. */
const docknet = (...args: string[]) => docknetUnder(process.env, ...args);

const docknetUnder = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  runCommand([join(directory, 'node_modules/.bin/docknet'), ...args], {
    cwd: directory,
    timeoutMs,
    env: { ...env, CI: '', SUDO_UID: '', SUDO_GID: '' },
  });

/** Returns the directory of the run that docknet printed. */
const runIn = (stdout: string): string => join(directory, /^report: (\S+)\/index\.html$/m.exec(stdout)?.[1] ?? '');

test.serial('the package holds what users need, and nothing compiled for this machine', (t) => {
  const own = packed.filter((path) => !path.includes('node_modules/'));
  t.deepEqual(
    own.filter((path) => /\.test\.|\/testing\/|^src\//.test(path)),
    [],
  );
  t.deepEqual(
    packed.filter((path) => /cap\/build\/|\.node$/.test(path)),
    [],
  );
  for (const path of [
    'dist/src/cli/main.js',
    'dist/src/check/language.d.ts',
    'dist/src/record/record.schema.json',
    'suites/nat/masquerade.ts',
    'reports/baselines/20.10.24/behaviour.json',
    'README.md',
  ])
    t.true(packed.includes(path), path);
});

test.serial('the installed release lists and runs checks, and exports language and schema', async (t) => {
  t.is((await stat(join(directory, 'node_modules/.bin/docknet'))).mode & 0o111, 0o111, 'the command is executable');
  const cap = join(directory, 'node_modules/docknet/node_modules/cap/src/capture.cc');
  t.regex(await readFile(cap, 'utf8'), /pcap/, 'cap has docknet’s extensions');
  t.regex((await docknet('list')).stdout, /nat\/masquerade/);
  const run = await docknet('run', 'nat/masquerade');
  t.is(run.status, 0, run.stdout + run.stderr);
  const { record } = await readRecord(runIn(run.stdout));
  t.is(record.checks[0]?.verdict, 'conforms');
  const script =
    'import schema from "docknet/record.schema.json" with { type: "json" }; ' +
    'import { conformance } from "docknet"; console.log(schema.title, typeof conformance)';
  const argv = [process.execPath, '--input-type=module', '-e', script];
  t.is((await runOrThrow(argv, { cwd: directory })).stdout, 'docknet record function\n');
});

test.serial('checks of one’s own, in TypeScript and JavaScript: written, run, proved, explained, judged', async (t) => {
  t.is((await docknet('new', 'mine/egress')).status, 0);
  t.is((await docknet('new', 'mine/egress-too', '--js')).status, 0);
  const typescript = join(process.cwd(), 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
  const types = await runCommand([process.execPath, typescript, ...options, 'suites/mine/egress.ts'], {
    cwd: directory,
    timeoutMs,
  });
  t.is(types.stdout, '', 'the check has the types of the package');

  const run = await docknet('run', '--suites', 'suites');
  t.is(run.status, 0, run.stdout + run.stderr);
  t.regex(run.stdout, /^2 conform \(/m);
  const { record } = await readRecord(runIn(run.stdout));
  t.deepEqual(
    record.checks.map(({ id, suite }) => [id, suite]),
    ['mine/egress', 'mine/egress-too'].map((id) => [id, join(directory, 'suites')]),
  );
  const proof = await docknet('prove', '--suites', 'suites', 'mine/egress');
  t.is(proof.status, 0, proof.stdout + proof.stderr);
  t.regex(proof.stdout, /^1 of 1 checks turned under their sabotage/m);

  t.regex((await docknet('list', '--suites', 'suites')).stdout, /\nmine\n {2}mine\/egress /);
  t.regex((await docknet('explain', '--suites', 'suites', 'mine/egress')).stdout, /holds\n[^]*--suites suites mine/);
  const report = await docknet('report', runIn(run.stdout));
  t.is(report.status, 0, report.stderr);
  const judged = await docknet('judge', '--suites', 'suites', runIn(run.stdout));
  t.is(judged.status, 0, judged.stderr);
  t.regex(judged.stdout, /all verdicts are as recorded/);
  const refused = await docknet('judge', runIn(run.stdout));
  t.is(refused.status, 2);
  t.regex(refused.stderr, /not docknet’s own: mine\/egress, mine\/egress-too\. Pass their directory with --suites/);
});

test.serial('a check of one’s own that cannot be used: exit status 2, with file and line', async (t) => {
  const taken = await docknet('new', 'mine/egress');
  t.is(taken.status, 2);
  t.regex(taken.stderr, /suites\/mine\/egress\.ts exists/);
  await mkdir(join(directory, 'broken/web'), { recursive: true });
  await writeFile(join(directory, 'broken/web/one.ts'), 'export default {\n  id: "web/one"\n  title: "x",\n};\n');
  for (const command of ['run', 'prove']) {
    const { status, stderr } = await docknet(command, '--suites', 'broken');
    t.is(status, 2, stderr);
    t.regex(stderr, /broken\/web\/one\.ts: cannot be compiled:\n[^]*broken\/web\/one\.ts:3:2:/);
  }
});

for (const major of otherReleases)
  test.serial(`the installed release is compiled and runs a check under Node ${major}`, async (t) => {
    const prefix = join(releases, `node_modules/node-${major}`);
    // The package has no npm: the machine's npm runs under this Node, and node-gyp finds its headers there.
    const env = { ...npmEnvironment, PATH: `${prefix}/bin:${process.env['PATH']}`, npm_config_nodedir: prefix };
    const version = await runOrThrow(['node', '--version'], { env });
    t.true(version.stdout.startsWith(`v${major}.`), version.stdout);
    const cap = join(directory, 'node_modules/docknet/node_modules/cap');
    await runOrThrow(['npm', 'run', 'install'], { cwd: cap, env, timeoutMs });
    const run = await docknetUnder(env, 'run', 'nat/masquerade', '--no-baseline');
    t.is(run.status, 0, run.stdout + run.stderr);
    t.is((await readRecord(runIn(run.stdout))).record.checks[0]?.verdict, 'conforms');
  });
