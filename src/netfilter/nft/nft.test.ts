import test from 'ava';
import { runCommand } from '../../process/index.js';
import { FirewallError } from '../types.js';
import { findNftFailure } from './failure.js';
import { Nft, type NftProgram } from './nft.js';

/** Each command in a new network namespace, with a table of its own. */
const inNamespace = (argv: readonly string[]) =>
  runCommand(['unshare', '--net', 'sh', '-c', 'nft add table inet shop; exec "$@"', 'sh', ...argv]);

const working: NftProgram = { argv: ['nft'], origin: 'of this machine' };
/** Prints its version, and crashes over the tables. */
const crashing: NftProgram = {
  argv: [
    'sh',
    '-c',
    'case $1 in --version) echo "nftables v1.0.6 (Lester Gooch #5)" ;; *) kill -SEGV $$ ;; esac',
    'nft',
  ],
  origin: 'of the old root',
};
const missing: NftProgram = { argv: ['env', 'docknet-has-no-such-nft'], origin: 'of nothing' };

test('a program that crashes is named once, with table and remedy, and the next is used', async (t) => {
  const nft = new Nft(inNamespace, crashing, () => Promise.resolve([crashing, missing, working]));
  const [first, second] = await Promise.all([nft.list('list', 'tables'), nft.list('list', 'tables')]);
  t.is(first, 'table inet shop\n');
  t.is(second, first);
  const version = /v(\S+)/.exec((await runCommand(['nft', '--version'])).stdout)?.[1] ?? '';
  t.deepEqual(nft.warnings, [
    'nft 1.0.6 of the old root crashes over table inet shop: install nftables 1.1.2 or later. ' +
      `docknet uses nft ${version} of this machine.`,
  ]);
  t.is(nft.problem, null);
  t.deepEqual(nft.argv, ['nft']);
  t.false(await nft.replace());
});

test('without another program the listing fails with version and remedy', async (t) => {
  const nft = new Nft(inNamespace, crashing, () => Promise.resolve([missing]));
  const problem = 'nft 1.0.6 of the old root crashes over the tables here: install nftables 1.1.2 or later.';
  await t.throwsAsync(nft.list('list', 'ruleset'), {
    instanceOf: FirewallError,
    message: `Cannot list the firewall: "nft list ruleset": ${problem}`,
  });
  t.is(nft.problem, problem);
});

test('what nft refuses is no reason for another program', async (t) => {
  const nft = new Nft(inNamespace, working, () => Promise.resolve([missing]));
  await t.throwsAsync(nft.list('list', 'table', 'inet', 'absent'), { message: /No such file or directory/ });
  t.deepEqual(nft.warnings, []);
});

test('a missing program is named without a version', async (t) => {
  const nft = new Nft(inNamespace, missing);
  t.false(await nft.replace());
  t.deepEqual(nft.warnings, ['nft of nothing is not installed: install the package nftables.']);
});

test('a shell reports a crash as a status, and an unknown expression goes to standard error', (t) => {
  t.is(findNftFailure({ status: 139, signal: null, stderr: '' })?.kind, 'crash');
  const stderr = "netlink: Error: unknown expression type 'dccp'\n";
  t.is(
    findNftFailure({ status: 0, signal: null, stderr })?.text,
    "cannot print a rule (unknown expression type 'dccp')",
  );
  t.is(findNftFailure({ status: 1, signal: null, stderr: 'Error: No such file or directory\n' }), null);
});
