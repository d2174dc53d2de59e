import test, { type ExecutionContext } from 'ava';
import { execa, type Options } from 'execa';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that is gone after the test. */
async function room(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-setup-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs the set-up's parts in a shell, as setup.sh does. */
function shell(script: string, options: Options = {}) {
  const preamble =
    'say() { printf "set-up: %s\\n" "$*"; }; give_up() { s=$1; shift; printf "set-up: %s\\n" "$*" >&2; exit "$s"; }; . src/setup/packages.sh; . src/setup/modules.sh;';
  return execa('sh', ['-euc', `${preamble} ${script}`], { reject: false, stdin: 'ignore', ...options });
}

/** A PATH with the usual tools but for some, so that they are missing; and with programs of the test's own. */
async function pathWithout(
  t: ExecutionContext,
  missing: readonly string[],
  own: Record<string, string> = {},
): Promise<string> {
  const directory = await room(t);
  for (const from of ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']) {
    for (const name of await readdir(from).catch(() => [])) {
      if (!missing.includes(name) && !(name in own))
        await symlink(join(from, name), join(directory, name)).catch(() => undefined);
    }
  }
  for (const [name, script] of Object.entries(own))
    await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return directory;
}

test('nothing is missing on a machine where the tests run', async (t) => {
  const { stdout, exitCode } = await shell('missing_packages test');
  t.is(exitCode, 0);
  t.is(stdout, '');
});

test('without root the missing packages are named, with the one command that installs them: exit status 3', async (t) => {
  const PATH = await pathWithout(t, ['conntrack', 'dockerd', 'tshark'], { id: 'echo 1000' });
  const { exitCode, stderr, stdout } = await shell('require_packages test', { env: { PATH } });
  t.is(exitCode, 3);
  t.is(stdout, '');
  t.is(
    stderr,
    'set-up: missing: conntrack docker.io tshark. Install them with: sudo apt-get update && sudo apt-get install --no-install-recommends conntrack docker.io tshark',
  );
  t.is(
    (await shell('require_packages run', { env: { PATH } })).stderr?.toString().includes('tshark'),
    false,
    'what only the tests need is not asked of who runs docknet',
  );
});

test('without apt the same: exit status 3', async (t) => {
  const PATH = await pathWithout(t, ['nft', 'apt-get']);
  const { exitCode, stderr } = await shell('require_packages run', { env: { PATH } });
  t.is(exitCode, 3);
  t.regex(String(stderr), /missing: nftables .*no apt-get.*sudo apt-get install --no-install-recommends nftables$/);
});

/** An apt-get that notes its arguments and what the policy for daemons says meanwhile, and brings dockerd. */
const noting = (directory: string, brings: string) =>
  `echo "$*; daemons: $(sh "$policy_file" >/dev/null 2>&1; echo $?)" >> ${directory}/apt.log; case "$*" in *docker.io*) ${brings} ;; esac`;

test('while docker.io is installed no daemon may be started, and the policy is gone afterwards', async (t) => {
  const directory = await room(t);
  const policy = join(directory, 'policy-rc.d');
  const PATH = await pathWithout(t, ['dockerd'], {
    id: 'echo 0',
    systemctl: `echo "$*" >> ${directory}/systemctl.log`,
    'apt-get': noting(directory, `printf '#!/bin/sh\n' > "$bin/dockerd"; chmod +x "$bin/dockerd"`),
  });
  const { exitCode, stdout, stderr } = await shell(`policy=${policy}; require_packages run`, {
    env: { PATH, bin: PATH, policy_file: policy },
  });
  t.is(exitCode, 0, String(stderr));
  t.regex(String(stdout), /^set-up: installing with apt-get: docker\.io$/m);
  t.regex(String(stdout), /its daemon is neither started nor enabled/);
  t.regex(
    await readFile(join(directory, 'apt.log'), 'utf8'),
    /^install -qy --no-install-recommends docker\.io; daemons: 101$/m,
  );
  t.regex(
    await readFile(join(directory, 'systemctl.log'), 'utf8'),
    /^disable --quiet docker\.service docker\.socket containerd\.service$/m,
  );
  await t.throwsAsync(stat(policy), { code: 'ENOENT' });
});

test('the policy goes too where the installation fails or is interrupted', async (t) => {
  for (const [brings, status] of [
    ['exit 100', 3],
    ['kill -INT $PPID; exit 1', 130],
    ['kill -TERM $PPID; exit 1', 143],
  ] as const) {
    const directory = await room(t);
    const policy = join(directory, 'policy-rc.d');
    const PATH = await pathWithout(t, ['dockerd'], { id: 'echo 0', 'apt-get': noting(directory, brings) });
    const { exitCode } = await shell(`policy=${policy}; require_packages run`, { env: { PATH, policy_file: policy } });
    t.is(exitCode, status, brings);
    await t.throwsAsync(stat(policy), { code: 'ENOENT' });
  }
});

test('a policy that is there already stays; one that lets daemons start stops the installation', async (t) => {
  for (const [answer, status] of [
    [101, 0],
    [0, 3],
  ] as const) {
    const directory = await room(t);
    const policy = join(directory, 'policy-rc.d');
    const text = `#!/bin/sh\nexit ${answer}\n`;
    await writeFile(policy, text, { mode: 0o755 });
    const PATH = await pathWithout(t, ['dockerd'], {
      id: 'echo 0',
      systemctl: 'true',
      'apt-get': noting(directory, `printf '#!/bin/sh\n' > "$bin/dockerd"; chmod +x "$bin/dockerd"`),
    });
    const { exitCode } = await shell(`policy=${policy}; require_packages run`, {
      env: { PATH, bin: PATH, policy_file: policy },
    });
    t.is(exitCode, status);
    t.is(await readFile(policy, 'utf8'), text);
  }
});

test('a source newer than the build is built, what a removed source left is removed, and then nothing is done', async (t) => {
  const clone = await room(t);
  for (const part of ['src/setup', 'src/record']) await cp(part, join(clone, part), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) await cp(file, join(clone, file));
  await mkdir(join(clone, 'suites'));
  await mkdir(join(clone, 'src/cli'));
  for (const name of ['main', 'write-catalogue']) await writeFile(join(clone, `src/cli/${name}.ts`), 'export {};\n');
  await mkdir(join(clone, 'dist/suites/nat'), { recursive: true });
  await writeFile(join(clone, 'dist/suites/nat/gone.js'), '');
  await symlink(join(process.cwd(), 'node_modules'), join(clone, 'node_modules'));
  const first = await shell('require_build', { cwd: clone });
  t.is(first.exitCode, 0, String(first.stderr) + String(first.stdout));
  t.is(first.stdout, 'set-up: building (tsc)');
  t.is((await stat(join(clone, 'dist/src/cli/main.js'))).mode & 0o777, 0o755);
  await t.throwsAsync(stat(join(clone, 'dist/suites/nat/gone.js')), { code: 'ENOENT' });
  t.is((await shell('require_build', { cwd: clone })).stdout, '', 'nothing is done twice');
  await writeFile(join(clone, 'src/cli/main.ts'), 'const wrong: number = "text"; export { wrong };\n');
  const wrong = await shell('require_build', { cwd: clone });
  t.is(wrong.exitCode, 4);
  t.regex(String(wrong.stdout), /main\.ts.*error TS2322/);
});
