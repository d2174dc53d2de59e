import test from 'ava';
import { execa } from 'execa';
import { unwrapIptables } from './iptables-stand-in.js';
import { hideMatch } from './missing-match.js';

/** Runs shell commands where iptables has lost the match addrtype, in namespaces of their own. */
const without = (...commands: readonly string[]) =>
  execa(
    'unshare',
    [
      '--mount',
      '--net',
      '--',
      'sh',
      '-c',
      ['set -e', 'mount -t tmpfs docknet-test /run', ...hideMatch('addrtype'), 'set +e', ...commands].join('\n'),
    ],
    { reject: false, all: true },
  );

const rule = 'PREROUTING -m addrtype --dst-type LOCAL -j ACCEPT';
const warning = 'Warning: Extension addrtype revision 0 not supported, missing kernel module?\n';

test('a rule with the lost match cannot be added, in the words and with the status of iptables', async (t) => {
  const legacy = (await execa('iptables', ['--version'])).stdout.includes('legacy');
  const { all, exitCode } = await without(`iptables --wait -t nat -A ${rule}`);
  if (legacy) {
    t.is(all, `${warning}iptables: No chain/target/match by that name.`);
    t.is(exitCode, 1);
    return;
  }
  t.true(all.startsWith(warning));
  t.regex(
    all.slice(warning.length),
    /^iptables v1\.\S+ \(nf_tables\): {2}RULE_APPEND failed \(No such file or directory\): rule in chain PREROUTING$/,
  );
  t.is(exitCode, 4);
});

test('nor is it found', async (t) => {
  const { all, exitCode } = await without(`iptables --wait -t nat -C ${rule}`);
  t.is(all, `${warning}iptables: Bad rule (does a matching rule exist in that chain?).`);
  t.is(exitCode, 1);
});

test('other rules are added, and with the match given back that one too', async (t) => {
  const { all, exitCode } = await without(
    'iptables -t nat -A PREROUTING -p tcp --dport 80 -j ACCEPT',
    unwrapIptables,
    `iptables -t nat -A ${rule}`,
    'iptables -t nat -S PREROUTING',
  );
  t.is(
    all,
    '-P PREROUTING ACCEPT\n-A PREROUTING -p tcp -m tcp --dport 80 -j ACCEPT\n-A PREROUTING -m addrtype --dst-type LOCAL -j ACCEPT',
  );
  t.is(exitCode, 0);
});
