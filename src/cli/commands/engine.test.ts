import test, { type ExecutionContext } from 'ava';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { docknet, room, startDocknet } from '../testing/docknet.js';
import { descendants, stillRunning } from '../testing/processes.js';

const fetch = (cache: string, ...more: string[]) => [
  'engine',
  'fetch',
  'debian:trixie',
  '--engine-cache',
  cache,
  ...more,
];

/** What is in a cache but for the files that locks are held by. */
const left = async (cache: string) => (await readdir(cache)).filter((name) => !name.startsWith('.lock-'));

/** No engine is there, and a run says what to do. */
async function unusable(t: ExecutionContext, cache: string): Promise<void> {
  t.regex((await docknet(['engine', 'list', '--engine-cache', cache])).stdout, /^No engine has been fetched into /);
  const run = await docknet(['run', 'nat/masquerade', '--engine', 'debian:trixie', '--engine-cache', cache]);
  t.is(run.exitCode, 2);
  t.regex(
    run.stderr,
    /^docknet: --engine debian:trixie: it is not in the engine cache .*sudo docknet engine fetch debian:trixie$/,
  );
}

test.serial('a mirror that is an empty directory: exit status 3 with apt’s words, and nothing is left', async (t) => {
  const cache = await room(t);
  const { exitCode, stderr } = await docknet(fetch(cache, '--mirror', `file://${await room(t)}`));
  t.is(exitCode, 3);
  t.regex(
    stderr,
    /^docknet: mmdebstrap could not make a root file system of Debian's trixie from file:.*\n[^]*does not have a Release file/,
  );
  t.deepEqual(await left(cache), []);
  await unusable(t, cache);
});

test.serial('a full disk: exit status 3, said so, and nothing is left', async (t) => {
  const cache = await room(t);
  const full = 'mount -t tmpfs -o size=4m docknet-test "$0" && "$@"; status=$?; ls "$0" >&2; exit $status';
  const { exitCode, stderr } = await docknet(fetch(cache), {
    through: ['unshare', '--mount', '--', 'sh', '-c', full, cache],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /no space left on device/i);
  t.notRegex(stderr, /^debian-trixie$/m);
});

test.serial(
  'killed halfway: everything it had started ends, the half made root is no engine, and doctor --clean removes it',
  async (t) => {
    const cache = await room(t);
    const child = startDocknet(t, fetch(cache));
    await child.waitForOutput(/extracting archives/);
    const started = await descendants(child.pid);
    t.true(started.some(({ name }) => name === 'mmdebstrap'));
    child.kill();
    await child.ended;
    while ((await stillRunning(started)).length > 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    t.deepEqual(await left(cache), ['.making-debian-trixie']);
    // gpg's home, which mmdebstrap removes only where it may end by itself.
    t.regex((await readdir(join(cache, '.making-debian-trixie/tmp'))).join(), /^mmdebstrap\.gpghome\./);
    await unusable(t, cache);
    t.regex(
      (await docknet(['doctor', '--engine-cache', cache])).stdout,
      /Left by killed fetches: .*\.making-debian-trixie\. .*doctor --clean$/m,
    );
    t.regex(
      (await docknet(['doctor', '--clean', '--engine-cache', cache])).stdout,
      /^Removed what killed runs and fetches had left:\n(?: {2}.*\n)*? {2}.*\.making-debian-trixie$/m,
    );
    t.deepEqual(await left(cache), []);
  },
);

test.serial('killed halfway: the next fetch clears what was left', async (t) => {
  const cache = await room(t);
  await mkdir(join(cache, '.making-debian-trixie/root'), { recursive: true });
  t.is((await docknet(fetch(cache, '--mirror', `file://${await room(t)}`))).exitCode, 3);
  t.deepEqual(await left(cache), []);
});

test.serial('interrupted: exit status 130, and nothing is left', async (t) => {
  const cache = await room(t);
  const child = startDocknet(t, fetch(cache));
  await child.waitForOutput(/running apt-get update/);
  child.kill('SIGINT');
  t.is((await child.ended).status, 130);
  t.deepEqual(await left(cache), []);
});

test.serial('without mmdebstrap: exit status 3, with the package', async (t) => {
  const hide = 'mount --bind /dev/null "$(command -v mmdebstrap)" && exec "$@"';
  const { exitCode, stderr } = await docknet(fetch(await room(t)), {
    through: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(stderr, /^docknet: mmdebstrap is not installed.*sudo apt-get install --no-install-recommends mmdebstrap$/m);
});

test.serial('what cannot be fetched or removed is said with what can: exit status 2', async (t) => {
  const cache = join(await room(t), 'cache');
  const fetched = await docknet(['engine', 'fetch', 'debian:triksie', '--engine-cache', cache]);
  t.is(fetched.exitCode, 2);
  t.regex(fetched.stderr, /there is no engine "debian:triksie" to fetch\. Did you mean debian:trixie\?/);
  await mkdir(cache);
  const removed = await docknet(['engine', 'remove', 'debian:trixie', '--engine-cache', cache]);
  t.is(removed.exitCode, 2);
  t.regex(removed.stderr, /there is no engine "debian:trixie" in .*docknet engine list/);
  const unknown = await docknet(['engine', 'fetsh']);
  t.is(unknown.exitCode, 2);
  t.regex(unknown.stderr, /unknown command 'fetsh'.*Did you mean fetch\?.*See docknet engine --help\.$/);
});
