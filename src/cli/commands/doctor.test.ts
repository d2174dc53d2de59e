import test from 'ava';
import { docknet, joinPatterns, temporaryDirectory } from '../testing/docknet.js';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../testing/engines.js';

test('doctor finds everything on a machine with set-up done', async (t) => {
  const { exitCode, stdout } = await docknet(['doctor']);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /docknet can run here\.$/);
  for (const name of [
    'root',
    'tools',
    'static busybox',
    'engine',
    'recorder',
    'kernel: namespaces',
    'kernel: veth pairs',
    'kernel: bridges',
    'kernel: NAT',
    'kernel: overlay',
  ]) {
    t.regex(stdout, new RegExp(`^ok +${name}`, 'm'));
  }
});

test('without root doctor reports it and checks the rest', async (t) => {
  const { exitCode, stdout } = await docknet(['doctor'], {
    prefix: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'],
  });
  t.is(exitCode, 3);
  t.regex(stdout, /^missing {2}root: this is user 65534\n +Run docknet with sudo\.$/m);
  t.regex(stdout, /^ok +engine/m);
  t.regex(stdout, /^1 requirement missing\.$/m);
});

test('doctor names the package of a missing tool and a missing engine', async (t) => {
  const hide = (await Promise.all(['dockerd', 'conntrack'].map(findProgram)))
    .map((path) => `mount --bind /dev/null ${path} && `)
    .join('');
  const { exitCode, stdout } = await docknet(['doctor'], {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', `${hide}exec "$@"`, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(stdout, /^missing {2}tools .*: conntrack\n +sudo apt-get install --no-install-recommends conntrack$/m);
  t.regex(
    stdout,
    joinPatterns(
      /^missing {2}engine \(dockerd\): no dockerd was found.*\n/m,
      / +sudo apt-get install --no-install-recommends docker\.io$/,
    ),
  );
});

test('doctor names an nft that crashes over the tables, and the one that docknet uses in its place', async (t) => {
  const directory = await temporaryDirectory(t);
  const broken = join(directory, 'nft');
  await writeFile(broken, '#!/bin/sh\ncase $1 in --version) echo "nftables v1.0.6" ;; *) kill -SEGV $$ ;; esac\n');
  await chmod(broken, 0o755);
  const nft = await findProgram('nft');
  const run = (script: string) =>
    docknet(['doctor', '--engine-cache', directory], {
      prefix: ['unshare', '--mount', '--', 'sh', '-c', `${script} && exec "$@"`, 'sh'],
    });
  const [alone, replaced] = await Promise.all([
    run(`mount --bind ${broken} ${nft}`),
    run(`mount -t tmpfs docknet /usr/local/sbin && cp ${broken} /usr/local/sbin/nft`),
  ]);
  t.is(alone.exitCode, 3);
  t.regex(
    alone.stdout,
    joinPatterns(
      /^missing {2}nft, over this machine’s tables: nft 1\.0\.6 of this machine crashes over the tables here: /m,
      /install nftables 1\.1\.2 or later\.\n +Install it, or fetch an engine/,
    ),
  );
  t.is(replaced.exitCode, 0, replaced.stdout);
  t.regex(
    replaced.stdout,
    /^ok {6} nft 1\.0\.6 of this machine crashes .* docknet uses nft \S+ of this machine \(\S+\/nft\)\.$/m,
  );
});

test('doctor names the packages that only engine fetch needs, and can run without them', async (t) => {
  const hide = `mount --bind /dev/null ${await findProgram('mmdebstrap')} && exec "$@"`;
  const { exitCode, stdout } = await docknet(['doctor'], {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'],
  });
  t.is(exitCode, 0, stdout);
  t.regex(
    stdout,
    joinPatterns(
      /^absent {3}tools of docknet engine fetch and kernel fetch: mmdebstrap\n/m,
      / +Only to fetch engines and kernels: sudo apt-get .* mmdebstrap$/,
    ),
  );
});

test('doctor reports a dynamically linked busybox', async (t) => {
  const directory = await temporaryDirectory(t);
  await symlink('/bin/true', join(directory, 'dynamic'));
  const hide = `mount --bind ${join(directory, 'dynamic')} /bin/busybox && exec "$@"`;
  const { stdout } = await docknet(['doctor'], { prefix: ['unshare', '--mount', '--', 'sh', '-c', hide, 'sh'] });
  t.regex(stdout, /^missing {2}static busybox: \/bin\/busybox is dynamically linked/m);
});

test('doctor reports what the kernel lacks', async (t) => {
  const forbidden = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"';
  const { exitCode, stdout } = await docknet(['doctor'], {
    prefix: ['unshare', '--user', '--map-root-user', '--', 'sh', '-c', forbidden, 'sh'],
  });
  t.is(exitCode, 3);
  t.regex(
    stdout,
    joinPatterns(
      /^missing {2}kernel: namespaces: unshare: .*No space left on device\n/m,
      / +The kernel or a sandbox around this machine/,
    ),
  );
});
