import test from 'ava';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

test.serial('a kernel that is not there: exit status 2, with the command that fetches it', async (t) => {
  const cache = await temporaryDirectory(t);
  const run = (...more: string[]) => docknet(['run', 'nat/masquerade', '--kernel-cache', cache, ...more]);
  const missing = await run('--kernel', 'debian:trixie');
  t.is(missing.exitCode, 2);
  t.regex(
    missing.stderr,
    /--kernel debian:trixie is not in the kernel cache .*sudo docknet kernel fetch debian:trixie$/,
  );
  const misspelt = await run('--kernel', 'debian:triksie');
  t.is(misspelt.exitCode, 2);
  t.regex(misspelt.stderr, /no such file\. Did you mean debian:trixie\?/);
  t.regex((await run('--kernel', process.execPath)).stderr, /pass its modules too: --modules DIRECTORY/);
  t.regex(
    (await run('--kernel', 'package.json', '--modules', cache)).stderr,
    /^docknet: .*package\.json is no kernel: /,
  );
  t.regex((await run('--kernel', 'x', '--engine', 'host')).stderr, /--engine host is on this machine/);
});

test.serial('docknet kernel: what can be fetched and removed', async (t) => {
  const cache = await temporaryDirectory(t);
  t.regex((await docknet(['kernel', 'list', '--kernel-cache', cache])).stdout, /^no kernels in .*debian:bookworm, /);
  const fetched = await docknet(['kernel', 'fetch', 'debian:triksie', '--kernel-cache', cache]);
  t.is(fetched.exitCode, 2);
  t.regex(fetched.stderr, /No kernel "debian:triksie" to fetch\. Did you mean debian:trixie\?/);
  const removed = await docknet(['kernel', 'remove', 'debian:trixie', '--kernel-cache', cache]);
  t.is(removed.exitCode, 2);
  t.regex(removed.stderr, /No kernel "debian:trixie" in .*docknet kernel list/);
});
