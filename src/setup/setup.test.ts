import test, { type ExecutionContext } from 'ava';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '../process/index.js';

/** Makes a directory that is removed after the test. */
async function makeDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-setup-'));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs the parts of set-up in a shell, as setup.sh does. Returns its output without the last line feed. */
async function runParts(
  script: string,
  { cwd = '.', env = {} }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const preamble = [
    'say() { printf "set-up: %s\\n" "$*"; }',
    'give_up() { s=$1; shift; printf "set-up: %s\\n" "$*" >&2; exit "$s"; }',
    '. src/setup/packages.sh',
    '. src/setup/modules.sh',
  ];
  const { status, stdout, stderr } = await runCommand(['sh', '-euc', [...preamble, script].join('\n')], {
    cwd,
    env: { ...process.env, ...env },
    timeoutMs: 240_000,
  });
  return { status, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

/** Makes a PATH with the usual tools except some, and with the test's own programs. */
async function makePath(
  t: ExecutionContext,
  missing: readonly string[],
  own: Record<string, string> = {},
): Promise<string> {
  const directory = await makeDirectory(t);
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
  const { stdout, status } = await runParts('missing_packages test');
  t.is(status, 0);
  t.is(stdout, '');
});

test('without root: exit status 3 with the missing packages and the command that installs them', async (t) => {
  const PATH = await makePath(t, ['conntrack', 'dockerd', 'tshark'], { id: 'echo 1000' });
  const { status, stderr, stdout } = await runParts('require_packages test', { env: { PATH } });
  t.is(status, 3);
  t.is(stdout, '');
  t.is(
    stderr,
    'set-up: missing: conntrack docker.io tshark. Install them with: ' +
      'sudo apt-get update && sudo apt-get install --no-install-recommends conntrack docker.io tshark',
  );
  const run = await runParts('require_packages run', { env: { PATH } });
  t.false(run.stderr.includes('tshark'), 'packages for tests are not needed to run docknet');
});

test('Compose is found as a program or docker’s plugin; its package depends on the distribution', async (t) => {
  const findMissing = async (own: Record<string, string>, script = 'missing_compose') => {
    const PATH = await makePath(t, ['docker-compose', 'docker'], own);
    return (await runParts(script, { env: { PATH } })).stdout.trim();
  };
  t.is(await findMissing({ 'docker-compose': 'exit 0' }), '');
  t.is(await findMissing({ docker: '[ "$*" = "compose version" ]' }), '');
  t.is(await findMissing({ docker: 'exit 1' }, 'is_ubuntu() { false; }; missing_compose'), 'docker-compose');
  t.is(await findMissing({}, 'is_ubuntu() { true; }; missing_compose'), 'docker-compose-v2');
});

test('QEMU, which one test needs, is installed where that is possible, and its lack is no error', async (t) => {
  const without = ['qemu-system-x86_64', 'apt-get'];
  const own = { uname: 'echo x86_64', id: 'echo 1000' };
  const offer = async (programs: Record<string, string>) => {
    const { status, stdout, stderr } = await runParts('offer_machine', {
      env: { PATH: await makePath(t, without, { ...own, ...programs }) },
    });
    t.is(status, 0, stderr);
    return stdout;
  };
  t.regex(await offer({}), /^set-up: missing: qemu-system-x86.*The test that boots another kernel is skipped/);
  t.is(await offer({ uname: 'echo aarch64' }), '', 'guests are amd64');
  const failing = { id: 'echo 0', 'apt-get': '[ "$1" = update ]' };
  t.regex(await offer(failing), /installing with apt-get: qemu-system-x86[^]*is skipped without it\.$/);
  t.is(await offer({ 'qemu-system-x86_64': 'exit 0' }), '', 'it is there');
});

test('without apt-get: exit status 3 with the missing packages', async (t) => {
  const PATH = await makePath(t, ['nft', 'apt-get']);
  const { status, stderr } = await runParts('require_packages run', { env: { PATH } });
  t.is(status, 3);
  t.regex(stderr, /missing: nftables .*no apt-get.*sudo apt-get install --no-install-recommends nftables$/);
});

test('a missing or old Node: exit status 3 with the version that package.json and the documents name', async (t) => {
  const { engines } = JSON.parse(await readFile('package.json', 'utf8')) as { engines: { node: string } };
  const version = engines.node.replace('>=', '');
  for (const document of ['README.md', '.github/CONTRIBUTING.md'])
    t.true((await readFile(document, 'utf8')).includes(`Node ${version} or later`), document);
  t.true((await readFile('action.yml', 'utf8')).includes(`${version} or later`));
  const requireNode = async (own: Record<string, string>) =>
    runParts('require_node', { env: { PATH: await makePath(t, ['node'], own) } });
  const advice = `docknet needs Node ${version} or later: https://nodejs.org/en/download`;
  const missing = await requireNode({});
  t.deepEqual([missing.status, missing.stderr], [3, `set-up: node is missing. ${advice}`]);
  const old = await requireNode({ node: 'echo v20.9.0' });
  t.deepEqual([old.status, old.stderr], [3, `set-up: node is v20.9.0. ${advice}`]);
  for (const supported of [`v${version}.0`, 'v22.23.5', 'v100.0.0'])
    t.is((await requireNode({ node: `echo ${supported}` })).status, 0, supported);
});

/** Returns the script of an apt-get that logs arguments and the policy's answer, and runs a command for docker.io. */
const fakeAptGet = (directory: string, command: string) =>
  `echo "$*; daemons: $(sh "$policy_file" >/dev/null 2>&1; echo $?)" >> ${directory}/apt.log\n` +
  `case "$*" in *docker.io*) ${command} ;; esac`;

const installDockerd = `printf '#!/bin/sh\n' > "$bin/dockerd"; chmod +x "$bin/dockerd"`;

test('no daemon starts during the installation of docker.io, and the policy is removed afterwards', async (t) => {
  const directory = await makeDirectory(t);
  const policy = join(directory, 'policy-rc.d');
  const PATH = await makePath(t, ['dockerd'], {
    id: 'echo 0',
    systemctl: `echo "$*" >> ${directory}/systemctl.log`,
    'apt-get': fakeAptGet(directory, installDockerd),
  });
  const { status, stdout, stderr } = await runParts(`policy=${policy}; require_packages run`, {
    env: { PATH, bin: PATH, policy_file: policy },
  });
  t.is(status, 0, stderr);
  t.regex(stdout, /^set-up: installing with apt-get: docker\.io$/m);
  t.regex(stdout, /its daemon is neither started nor enabled/);
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

test('the policy is removed if the installation fails or is interrupted', async (t) => {
  for (const [command, expected] of [
    ['exit 100', 3],
    ['kill -INT $PPID; exit 1', 130],
    ['kill -TERM $PPID; exit 1', 143],
  ] as const) {
    const directory = await makeDirectory(t);
    const policy = join(directory, 'policy-rc.d');
    const PATH = await makePath(t, ['dockerd'], { id: 'echo 0', 'apt-get': fakeAptGet(directory, command) });
    const { status } = await runParts(`policy=${policy}; require_packages run`, { env: { PATH, policy_file: policy } });
    t.is(status, expected, command);
    await t.throwsAsync(stat(policy), { code: 'ENOENT' });
  }
});

test('an existing policy stays; one that lets daemons start stops the installation', async (t) => {
  for (const [answer, expected] of [
    [101, 0],
    [0, 3],
  ] as const) {
    const directory = await makeDirectory(t);
    const policy = join(directory, 'policy-rc.d');
    const text = `#!/bin/sh\nexit ${answer}\n`;
    await writeFile(policy, text, { mode: 0o755 });
    const PATH = await makePath(t, ['dockerd'], {
      id: 'echo 0',
      systemctl: 'true',
      'apt-get': fakeAptGet(directory, installDockerd),
    });
    const { status } = await runParts(`policy=${policy}; require_packages run`, {
      env: { PATH, bin: PATH, policy_file: policy },
    });
    t.is(status, expected);
    t.is(await readFile(policy, 'utf8'), text);
  }
});

test('a newer source is built, output of a removed source is removed, and a second build does nothing', async (t) => {
  const clone = await makeDirectory(t);
  for (const module of ['src/setup', 'src/process']) await cp(module, join(clone, module), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) await cp(file, join(clone, file));
  await mkdir(join(clone, 'suites'));
  const programs = ['record/write-schema', 'registry/write-catalogue', 'setup/bundle-pages', 'setup/bundle-libraries'];
  for (const file of ['cli/main', ...programs]) {
    await mkdir(join(clone, 'src', dirname(file)), { recursive: true });
    await writeFile(join(clone, `src/${file}.ts`), 'export {};\n');
  }
  await mkdir(join(clone, 'dist/suites/nat'), { recursive: true });
  await writeFile(join(clone, 'dist/suites/nat/gone.js'), '');
  await symlink(join(process.cwd(), 'node_modules'), join(clone, 'node_modules'));
  const first = await runParts('require_build', { cwd: clone });
  t.is(first.status, 0, first.stderr + first.stdout);
  t.is(first.stdout, 'set-up: building (tsc, esbuild)');
  t.is((await stat(join(clone, 'dist/src/cli/main.js'))).mode & 0o777, 0o755);
  await t.throwsAsync(stat(join(clone, 'dist/suites/nat/gone.js')), { code: 'ENOENT' });
  t.is((await runParts('require_build', { cwd: clone })).stdout, '', 'nothing is done twice');
  await writeFile(join(clone, 'src/cli/main.ts'), 'const wrong: number = "text"; export { wrong };\n');
  const wrong = await runParts('require_build', { cwd: clone });
  t.is(wrong.status, 4);
  t.regex(wrong.stdout, /main\.ts.*error TS2322/);
});
