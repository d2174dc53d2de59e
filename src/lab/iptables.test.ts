import test from 'ava';
import { runCommand } from '../process/index.js';
import { hideMatch, unwrapIptables } from './iptables.js';

/** Runs shell commands with the match addrtype hidden, in namespaces of their own. */
const runWithoutAddrtype = (...commands: readonly string[]) => {
  const setUp = ['set -e', 'mount -t tmpfs docknet-test /run', ...hideMatch('addrtype'), 'set +e', 'exec 2>&1'];
  return runCommand(['sh', '-c', [...setUp, ...commands].join('\n')], {
    prefix: ['unshare', '--mount', '--net', '--'],
  });
};

const rule = 'PREROUTING -m addrtype --dst-type LOCAL -j ACCEPT';
const warning = 'Warning: Extension addrtype revision 0 not supported, missing kernel module?\n';

test('adding a rule with the hidden match fails with the text and status of iptables', async (t) => {
  const legacy = (await runCommand(['iptables', '--version'])).stdout.includes('legacy');
  const { stdout, status } = await runWithoutAddrtype(`iptables --wait -t nat -A ${rule}`);
  if (legacy) {
    t.is(stdout, `${warning}iptables: No chain/target/match by that name.\n`);
    t.is(status, 1);
    return;
  }
  t.true(stdout.startsWith(warning));
  t.regex(
    stdout.slice(warning.length),
    /^iptables v1\.\S+ \(nf_tables\): {2}RULE_APPEND failed \(No such file or directory\): rule in chain PREROUTING\n$/,
  );
  t.is(status, 4);
});

test('checking a rule with the hidden match fails', async (t) => {
  const { stdout, status } = await runWithoutAddrtype(`iptables --wait -t nat -C ${rule}`);
  t.is(stdout, `${warning}iptables: Bad rule (does a matching rule exist in that chain?).\n`);
  t.is(status, 1);
});

test('other rules are added, and the hidden match too once it is restored', async (t) => {
  const { stdout, status } = await runWithoutAddrtype(
    'iptables -t nat -A PREROUTING -p tcp --dport 80 -j ACCEPT',
    unwrapIptables,
    `iptables -t nat -A ${rule}`,
    'iptables -t nat -S PREROUTING',
  );
  t.deepEqual(stdout.trim().split('\n'), [
    '-P PREROUTING ACCEPT',
    '-A PREROUTING -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A PREROUTING -m addrtype --dst-type LOCAL -j ACCEPT',
  ]);
  t.is(status, 0);
});
