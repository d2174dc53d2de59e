import test from 'ava';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forkProcess, runCommand, type CommandPrefix } from '../process/index.js';
import { registerRun, sweep } from './index.js';
import { newRun, startLab, startWeb } from './testing/labs.js';

/** Reads what a lab must not change on the machine, without counters and other tests' objects. */
async function readMachine(): Promise<string> {
  const sysctls = [
    'net.ipv4.ip_forward',
    'net.ipv4.conf.all.forwarding',
    'net.ipv4.conf.all.route_localnet',
    'net.ipv6.conf.all.forwarding',
    'net.bridge.bridge-nf-call-iptables',
  ];
  const commands = [
    'ip -brief link | cut -c1-30',
    'ip -4 -brief address',
    'ip route show table all | sed "s/ expires [0-9]*sec//"',
    'ip rule',
    'iptables-save | sed "/^#/d; s/\\[[0-9:]*\\]//"',
    'nft -s list ruleset',
    'ip netns list | grep -v ^dn-',
    `sysctl -e ${sysctls.join(' ')}`,
    'grep docknet /proc/self/mountinfo | grep -v docknet-test',
    'cat /etc/resolv.conf /etc/hosts',
    'ls /var/run/docker.sock /var/lib/docker 2>&1',
  ];
  const results = await Promise.all(commands.map((command) => runCommand(['sh', '-c', command])));
  return results.map(({ stdout }) => stdout).join('\n---\n');
}

/** Returns the control groups of a lab. */
const findGroups = async (lab: string) =>
  (await runCommand(['find', '/sys/fs/cgroup', '-maxdepth', '8', '-name', lab])).stdout;

/** Waits until a process has ended. */
const waitForEnd = (pid: string | number) =>
  runCommand(['tail', '--pid', String(pid), '-f', '/dev/null'], { timeoutMs: 60_000 });

test.serial('a lab, its engine and a container leave the machine unchanged', async (t) => {
  const before = await readMachine();
  const lab = await startLab();
  t.teardown(() => lab.close());
  const container = await startWeb(lab);
  const [lan] = lab.parts.lans;
  const client = await lab.lanHost(lan, 1);
  const page = await runCommand(
    [lab.parts.busybox, 'wget', '-q', '-O', '-', `http://${lan.address}:8080/cgi-bin/client`],
    { prefix: client.prefix },
  );
  t.regex(page.stdout, /198\.51\.100\.11\]? \d+/, 'the lab works: the container sees the LAN host');
  const ping = await runCommand(['ping', '-c', '1', client.address], { prefix: lab.containerPrefix(container.pid) });
  t.regex(ping.stdout, /ttl=63/);
  t.is(await readMachine(), before, 'while the lab runs');
  const { pid } = lab.parts.init;
  await lab.close();
  t.is(await readMachine(), before, 'after the lab has ended');
  await t.throwsAsync(readFile(`/proc/${pid}/stat`), { code: 'ENOENT' });
  t.is(await findGroups(lab.name), '', 'no control group is left');
});

test.serial('concurrent labs are independent', async (t) => {
  const labs = await Promise.all([startLab(), startLab(), startLab()]);
  t.teardown(() => Promise.all(labs.map((lab) => lab.close())));
  const containers = await Promise.all(labs.map(startWeb));
  t.is(new Set(labs.map((lab) => lab.parts.init.pid)).size, 3);
  t.deepEqual(
    containers.map((container) => container.attachments[0]?.address),
    ['172.17.0.2', '172.17.0.2', '172.17.0.2'],
    'the same address in three labs',
  );
  for (const lab of labs) t.is((await lab.engine.docker.listContainers()).length, 1);
});

test.serial('killing a lab’s parent process ends its engine and containers', async (t) => {
  const run = newRun();
  const holder = forkProcess<never, { readonly init: number; readonly name: string }>(
    new URL('./testing/hold-lab.js', import.meta.url),
    { args: [run], stdout: 'inherit', stderr: 'inherit' },
  );
  const { init, name } = await new Promise<{ readonly init: number; readonly name: string }>((resolve) => {
    holder.onMessage(resolve);
  });
  const children = (await readFile(`/proc/${init}/task/${init}/children`, 'utf8')).trim();
  t.not(children, '', 'the lab has processes');
  await holder.stop();
  await waitForEnd(init);
  await t.throwsAsync(readFile(`/proc/${init}/stat`), { code: 'ENOENT' });
  await waitForEnd(children.split(' ')[0] ?? '');
  // This sweep removes them, or that of another run on this machine.
  await sweep();
  await t.throwsAsync(readFile(`/run/docknet/runs/${run}/owner`), { code: 'ENOENT' }, 'its directory is removed');
  t.is(await findGroups(name), '', 'its control groups are removed');
});

test.serial('a sweep ignores a live run', async (t) => {
  const directory = await registerRun(newRun());
  t.teardown(() => directory.remove());
  await sweep();
  t.regex(await readFile(join(directory.path, 'owner'), 'utf8'), new RegExp(`^${process.pid} \\d+ pid:\\[\\d+\\]$`));
});

test.serial('a sweep in another pid namespace ignores a run whose process it cannot see', async (t) => {
  const directory = await registerRun(newRun());
  t.teardown(() => directory.remove());
  const script = `import { sweep } from ${JSON.stringify(new URL('./sweep.js', import.meta.url).href)};
    process.stdout.write((await sweep()).join());`;
  const { status, stdout, stderr } = await runCommand([process.execPath, '--input-type=module', '--eval', script], {
    prefix: ['unshare', '--kill-child', '--fork', '--pid', '--mount-proc', '--'],
    timeoutMs: 60_000,
  });
  t.is(status, 0, stderr);
  t.false(stdout.includes(directory.path));
  t.regex(await readFile(join(directory.path, 'owner'), 'utf8'), new RegExp(`^${process.pid} `));
});

test.serial('a second LAN has its own uplink and hosts, and can be removed', async (t) => {
  const lab = await startLab();
  t.teardown(() => lab.close());
  const listNetwork = async () => {
    const script = `ip -brief address; ls ${lab.parts.init.path('/run/netns')}`;
    return (await runCommand(['sh', '-c', script], { prefix: lab.hostNetworkPrefix })).stdout;
  };
  const ping = async (prefix: CommandPrefix, address: string, seconds: number) =>
    (await runCommand([lab.parts.busybox, 'ping', '-c', '1', '-W', String(seconds), address], { prefix })).status;
  const before = await listNetwork();
  const lan = await lab.lan(2);
  const [host1, host2] = await Promise.all([lab.lanHost(lan, 1), lab.lanHost(lan, 2)]);
  t.is(await ping(host1.prefix, lan.address, 10), 0, 'the docker host answers on the second LAN');
  t.is(await ping(host1.prefix, host2.address, 10), 0, 'its hosts reach each other');
  t.is(await ping(host1.prefix, lab.parts.lans[0].address, 1), 1, 'they have no route to the first LAN');
  await lab.removeSecondLan();
  t.is(await listNetwork(), before, 'removal restores the docker host');
  const again = await lab.lanHost(await lab.lan(2), 1);
  t.is(await ping(again.prefix, lan.address, 10), 0, 'another second LAN can be made');
});
