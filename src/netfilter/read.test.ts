import test from 'ava';
import { execFile } from 'node:child_process';
import { FirewallError, inverse, findRule, readRuleset, readSnapshot, rulesOf, type Run } from './index.js';

/** Runs commands in one network namespace made for the test, in one shell: the namespace is gone when that has ended. */
const inNamespaceOfItsOwn =
  (before: string): Run =>
  (argv) =>
    new Promise((resolve) => {
      execFile('unshare', ['--net', 'sh', '-c', `${before}\nexec "$@"`, 'sh', ...argv], (error, stdout, stderr) => {
        resolve({ stdout, stderr, status: error === null ? 0 : typeof error.code === 'number' ? error.code : null });
      });
    });
const root = process.getuid?.() === 0;

for (const [backend, program] of [
  ['nf_tables', 'iptables-nft'],
  ['legacy', 'iptables-legacy'],
] as const) {
  (root ? test : test.skip)(
    `the ${backend} tables of a namespace are read, and what was added is undone by its inverse`,
    async (t) => {
      const command = '-I FORWARD 1 -p tcp --syn -m comment --comment \'a "b" c\' -j DROP';
      const save: Run = (argv) =>
        inNamespaceOfItsOwn(`${program} ${command}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      const { text, snapshot } = await readSnapshot(save, 'ipv4');
      t.is(snapshot.backend, backend);
      t.true(text.includes('--comment "a \\"b\\" c"'));
      t.is(findRule(snapshot, 'filter', command).length, 1);

      const undo: Run = (argv) =>
        inNamespaceOfItsOwn(`${program} ${command}\n${program} ${inverse(command)}`)(
          argv.map((word) => word.replace('iptables-save', `${program}-save`)),
        );
      t.deepEqual(rulesOf((await readSnapshot(undo, 'ipv4')).snapshot, 'filter', 'FORWARD'), []);
    },
  );
}

(root ? test : test.skip)("nft's whole rule set is kept as text", async (t) => {
  t.regex(await readRuleset(inNamespaceOfItsOwn('/usr/sbin/nft add table inet mine')), /table inet mine/);
});

test('a listing that fails says which command failed and why', async (t) => {
  const run: Run = (argv) =>
    new Promise((resolve) => {
      execFile(
        'sh',
        ['-c', 'echo "Permission denied (you must be root)" >&2; exit 4', ...argv],
        (error, stdout, stderr) => {
          resolve({ stdout, stderr, status: Number(error?.code) });
        },
      );
    });
  await t.throwsAsync(readSnapshot(run, 'ipv6'), {
    instanceOf: FirewallError,
    message: /"ip6tables-save -c" ended with status 4: Permission denied/,
  });
});
