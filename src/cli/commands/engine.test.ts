import test, { type ExecutionContext } from 'ava';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyPackage, makeKey, makeRepository, serve } from '../../apt/testing/apt-repository.js';
import { docknet, joinPatterns, startDocknet, temporaryDirectory } from '../testing/docknet.js';
import { listDescendants, filterRunning } from '../testing/processes.js';

const fetch = (cache: string, ...more: string[]) => [
  'engine',
  'fetch',
  'debian:trixie',
  '--engine-cache',
  cache,
  ...more,
];

/** Lists the files in a cache, without locks. */
const filesIn = async (cache: string) => (await readdir(cache)).filter((name) => !name.startsWith('.lock-'));

/** Asserts that the cache has no engine, and that a run says how to fetch it. */
async function assertNoEngine(t: ExecutionContext, cache: string): Promise<void> {
  t.regex((await docknet(['engine', 'list', '--engine-cache', cache])).stdout, /^no engines in /);
  const run = await docknet(['run', 'nat/masquerade', '--engine', 'debian:trixie', '--engine-cache', cache]);
  t.is(run.exitCode, 2);
  t.regex(
    run.stderr,
    /^docknet: --engine debian:trixie is not in the engine cache .*sudo docknet engine fetch debian:trixie$/,
  );
}

test.serial('an empty mirror: exit status 3 with apt’s error, nothing left', async (t) => {
  const cache = await temporaryDirectory(t);
  const { exitCode, stderr } = await docknet(fetch(cache, '--mirror', `file://${await temporaryDirectory(t)}`));
  t.is(exitCode, 3);
  t.regex(
    stderr,
    joinPatterns(
      /^docknet: mmdebstrap could not make a root file system of Debian's trixie from file:.*\n/,
      /[^]*does not have a Release file/,
    ),
  );
  t.deepEqual(await filesIn(cache), []);
  await assertNoEngine(t, cache);
});

test.serial('a full disk: exit status 3 with the error, nothing left', async (t) => {
  const cache = await temporaryDirectory(t);
  const full = 'mount -t tmpfs -o size=4m docknet-test "$0" && "$@"; status=$?; ls "$0" >&2; exit $status';
  const { exitCode, stderr } = await docknet(fetch(cache), {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', full, cache],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /no space left on device/i);
  t.notRegex(stderr, /^debian-trixie$/m);
});

test.serial(
  'a killed fetch: its processes end, the partial root is no engine, and doctor --clean removes it',
  async (t) => {
    const cache = await temporaryDirectory(t);
    const running = startDocknet(t, fetch(cache));
    await running.waitForOutput(/extracting archives/);
    const started = await listDescendants(running.pid);
    t.true(started.some(({ name }) => name === 'mmdebstrap'));
    await running.stop('SIGKILL');
    while ((await filterRunning(started)).length > 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    t.deepEqual(await filesIn(cache), ['.making-debian-trixie']);
    // gpg's home, which mmdebstrap removes only if it ends by itself.
    t.regex((await readdir(join(cache, '.making-debian-trixie/tmp'))).join(), /^mmdebstrap\.gpghome\./);
    await assertNoEngine(t, cache);
    t.regex(
      (await docknet(['doctor', '--engine-cache', cache])).stdout,
      /Leftovers of killed fetches: .*\.making-debian-trixie\. .*doctor --clean$/m,
    );
    t.regex(
      (await docknet(['doctor', '--clean', '--engine-cache', cache])).stdout,
      /^Removed leftovers of killed runs and fetches:\n(?: {2}.*\n)*? {2}.*\.making-debian-trixie$/m,
    );
    t.deepEqual(await filesIn(cache), []);
  },
);

test.serial('the next fetch removes leftovers of a killed one', async (t) => {
  const cache = await temporaryDirectory(t);
  await mkdir(join(cache, '.making-debian-trixie/root'), { recursive: true });
  t.is((await docknet(fetch(cache, '--mirror', `file://${await temporaryDirectory(t)}`))).exitCode, 3);
  t.deepEqual(await filesIn(cache), []);
});

test.serial('an interrupted fetch: exit status 130, nothing left', async (t) => {
  const cache = await temporaryDirectory(t);
  const running = startDocknet(t, fetch(cache));
  await running.waitForOutput(/running apt-get update/);
  t.is((await running.stop('SIGINT')).status, 130);
  t.deepEqual(await filesIn(cache), []);
});

test.serial('without mmdebstrap: exit status 3, with the package', async (t) => {
  const hide = 'mount --bind /dev/null "$(command -v mmdebstrap)" && exec "$@"';
  const { exitCode, stderr } = await docknet(fetch(await temporaryDirectory(t)), {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /^docknet: mmdebstrap is not installed.*sudo apt-get install --no-install-recommends mmdebstrap$/m);
});

test.serial('an engine that cannot be fetched or removed: exit status 2 with the ones that can', async (t) => {
  const cache = join(await temporaryDirectory(t), 'cache');
  const fetched = await docknet(['engine', 'fetch', 'debian:triksie', '--engine-cache', cache]);
  t.is(fetched.exitCode, 2);
  t.regex(fetched.stderr, /No engine "debian:triksie" to fetch\. Did you mean debian:trixie\?/);
  await mkdir(cache);
  const removed = await docknet(['engine', 'remove', 'debian:trixie', '--engine-cache', cache]);
  t.is(removed.exitCode, 2);
  t.regex(removed.stderr, /No engine "debian:trixie" in .*docknet engine list/);
  const tag = await docknet(['engine', 'fetch', 'docker:29.x', '--engine-cache', cache]);
  t.is(tag.exitCode, 2);
  t.regex(tag.stderr, /No engine "docker:29\.x" to fetch\..* docker:latest, docker:VERSION\.$/);
  const unknown = await docknet(['engine', 'fetsh']);
  t.is(unknown.exitCode, 2);
  t.regex(unknown.stderr, /Unknown command 'fetsh'.*Did you mean fetch\?.*See docknet engine --help\.$/);
});

test.serial('a repository with another key than Docker’s: exit status 3 with both keys, nothing left', async (t) => {
  const cache = await temporaryDirectory(t);
  const key = await makeKey(t);
  const address = await serve(t, await makeRepository(t, [emptyPackage('29.4.2')], key));
  const options = ['--repository', address, '--engine-cache', cache];
  const keys = new RegExp(`Expected 9DC858229FC7DD38854AE2D88D81803C0EBFCD88; it has ${key.fingerprint}\\.`);
  const fetched = await docknet(['engine', 'fetch', 'docker:29', ...options]);
  t.is(fetched.exitCode, 3);
  t.regex(fetched.stderr, keys);
  t.deepEqual(await filesIn(cache), []);
  const available = await docknet(['engine', 'list', '--available', ...options]);
  t.is(available.exitCode, 3);
  t.regex(available.stdout, /^Debian’s own engines:\n(?: {2}debian:[a-z]+\n?){4}$/);
  t.regex(available.stderr, keys);
});
