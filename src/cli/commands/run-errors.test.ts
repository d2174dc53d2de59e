import test, { type ExecutionContext } from 'ava';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord } from '../../record/index.js';
import { docknet, joinPatterns, temporaryDirectory, writeSuite, type Call } from '../testing/docknet.js';
import { makeEngineWithExitingContainers, makeScriptEngine, findProgram } from '../testing/engines.js';

/** Runs one check. @returns the outcome, with the files in the reports directory. */
async function runOne(t: ExecutionContext, args: readonly string[] = [], call: Call = {}) {
  const reports = await temporaryDirectory(t);
  const outcome = await docknet(['run', 'nat/masquerade', '--output', reports, ...args], call);
  return { ...outcome, reports, left: (await readdir(reports)).filter((name) => name !== 'index.html') };
}

/** Reads the record of the only run in a reports directory. */
async function readOnlyRecord(reports: string, left: readonly string[]) {
  return (await readRecord(join(reports, left[0] ?? ''))).record;
}

test.serial('not root: exit status 3, with the command', async (t) => {
  const { exitCode, stderr, left } = await runOne(t, [], {
    prefix: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /^docknet: docknet run must run as root: .*sudo docknet run/);
  t.deepEqual(left, []);
});

test.serial('no dockerd on the machine: exit status 3, with the package', async (t) => {
  const hide = `mount --bind /dev/null ${await findProgram('dockerd')} && exec "$@"`;
  const { exitCode, stderr, left } = await runOne(t, [], {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(
    stderr,
    joinPatterns(
      /^docknet: no dockerd was found on this machine\. Install it with "apt-get install docker\.io", /,
      /or name an engine with --engine DIRECTORY\.$/,
    ),
  );
  t.deepEqual(left, []);
});

test.serial('legacy iptables on a machine without it: exit status 3, with the package', async (t) => {
  const hide = `mount --bind /dev/null "$(readlink -f ${await findProgram('iptables-legacy')})" && exec "$@"`;
  const { exitCode, stderr, left } = await runOne(t, ['--iptables', 'legacy'], {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /legacy iptables was requested, and there is no xtables-legacy-multi \(package iptables\)/);
  t.deepEqual(left, []);
});

/** Runs a command in a user namespace without network namespaces, as a sandbox or a hardened kernel does. */
const withoutNamespaces = [
  'unshare',
  '--user',
  '--map-root-user',
  '--',
  'sh',
  '-c',
  'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"',
  'sh',
];

test.serial('a kernel without a required feature: exit status 3, with the feature', async (t) => {
  const { exitCode, stderr, left } = await runOne(t, [], { prefix: withoutNamespaces });
  t.is(exitCode, 3);
  t.regex(stderr, /the lab docknet-\S+ could not be made: .*unshare.*No space left on device/s);
  t.regex(stderr, /^docknet: kernel: namespaces is missing: .*forbids it/m);
  t.deepEqual(left, []);
});

test.serial('an engine that does not come up in its time: exit status 3 with the end of its log', async (t) => {
  const engine = await makeScriptEngine(t, 'echo "waiting for a device" >&2; exec tail -f /dev/null');
  const { exitCode, stderr, left } = await runOne(t, ['--engine', engine, '--engine-timeout', '5']);
  t.is(exitCode, 3);
  t.regex(stderr, /did not come up within 5000 ms\. The end of its log:\n {2}waiting for a device/);
  t.deepEqual(left, []);
});

test.serial('an engine that exits while starting: exit status 3 with the end of its log, escaped', async (t) => {
  const engine = await makeScriptEngine(t, String.raw`printf 'failed \033[2Jto start: no such luck\n' >&2; exit 1`);
  const { exitCode, stderr } = await runOne(t, ['--engine', engine]);
  t.is(exitCode, 3);
  t.regex(stderr, /ended with status 1 while starting.*\n {2}failed ␛\[2Jto start: no such luck/);
  t.false(stderr.includes('\u001b'));
});

test.serial('a directory with no engine in it: exit status 3', async (t) => {
  const { exitCode, stderr } = await runOne(t, ['--engine', await temporaryDirectory(t)]);
  t.is(exitCode, 3);
  t.regex(stderr, /neither dockerd \(a static bundle\) nor usr\/sbin\/dockerd/);
});

test.serial('an output directory that cannot be written: exit status 3, before anything is run', async (t) => {
  const file = join(await temporaryDirectory(t), 'a-file');
  await writeFile(file, '');
  const readOnly = [
    'unshare',
    '--mount',
    '--',
    'sh',
    '-c',
    'mount -t tmpfs -o ro docknet-test "$0" && exec "$@"',
    await temporaryDirectory(t),
  ];
  for (const [output, prefix] of [
    [join(file, 'reports'), []],
    [join(readOnly.at(-1) ?? '', 'reports'), readOnly],
  ] as const) {
    const { exitCode, stderr, stdout } = await docknet(['run', 'nat/masquerade', '--output', output], { prefix });
    t.is(exitCode, 3);
    t.regex(stderr, /^docknet: the output directory .* cannot be made: .*Name a writable one with --output\.$/);
    t.is(stdout, '');
  }
});

test.serial('a full disk: an error, and the record is saved in the temporary directory', async (t) => {
  const full = 'mount -t tmpfs -o size=16k docknet-test "$0" && exec "$@"';
  const reports = await temporaryDirectory(t);
  const { exitCode, stderr, stdout } = await docknet(['run', 'nat/masquerade', '--output', reports], {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', full, reports],
  });
  t.is(exitCode, 4, stdout);
  t.regex(stdout, /^error {2}nat\/masquerade: [^]*no space left/im);
  const [, path = ''] = /The record is in (\S+record\.json) instead\./.exec(stderr) ?? [];
  const { record, directory } = await readRecord(path);
  t.teardown(() => rm(directory, { recursive: true }));
  t.is(record.checks[0]?.verdict, 'error');
});

test.serial(
  'a check that throws: an error with its message, exit status 4, and the other verdicts stand',
  async (t) => {
    const suites = await writeSuite(t, 'own/throws', "() => { throw new Error('a slip \\u001b[31mof the pen'); }");
    const reports = await temporaryDirectory(t);
    const { exitCode, stdout } = await docknet(['run', '--suites', suites, 'own', 'nat/ttl-63', '--output', reports]);
    t.is(exitCode, 4);
    t.regex(stdout, /^error {2}own\/throws: .*\n {4}.*a slip ␛\[31mof the pen$/m);
    t.regex(stdout, /^1 conforms, 1 error \(/m);
  },
);

test.serial('a check that exits its process: an error, and the other verdicts stand', async (t) => {
  const suites = await writeSuite(t, 'own/exits', '() => process.exit(7)');
  const options = ['--suites', suites, '--output', await temporaryDirectory(t), '--workers', '1'];
  const { exitCode, stdout } = await docknet(['run', 'own', 'nat/ttl-63', ...options]);
  t.is(exitCode, 4);
  t.regex(stdout, /^error {2}own\/exits: .*\n {4}the worker process failed with exit code 7/m);
  t.regex(stdout, /^1 conforms, 1 error \(/m);
});

test.serial('a container that exits at once: an error, with its exit status', async (t) => {
  const { exitCode, stdout, reports, left } = await runOne(t, ['--engine', await makeEngineWithExitingContainers(t)]);
  t.is(exitCode, 4, stdout);
  t.regex(stdout, /^error {2}nat\/masquerade: .*\n {4}.*container web-\S+ could not be started: /m);
  const record = await readOnlyRecord(reports, left);
  t.is(record.checks[0]?.verdict, 'error');
  t.is(record.cell.engine.kind, 'directory');
});

test.serial('evidence changed after the run: an error for judge, which names it', async (t) => {
  const { reports, left } = await runOne(t);
  const run = join(reports, left[0] ?? '');
  const recording = join(run, 'evidence/nat.masquerade/recording.pcapng');
  await writeFile(recording, (await readFile(recording)).subarray(0, -2)); // ends within a block
  const { exitCode, stdout } = await docknet(['judge', run]);
  t.is(exitCode, 4);
  t.regex(stdout, /^error {2}nat\/masquerade: .*\n {4}its evidence cannot be read: .*recording\.pcapng/m);
  const page = await docknet(['report', run]);
  t.is(page.exitCode, 0);
  t.regex(await readFile(join(run, 'index.html'), 'utf8'), /the recording is damaged/);
});
