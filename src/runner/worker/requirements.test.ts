import test from 'ava';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  conformance,
  container,
  documented,
  engine,
  kernel,
  shell,
  withGiven,
  type AnyCheck,
} from '../../check/index.js';
import type { DaemonSettings } from '../../engine/index.js';
import {
  configureLab,
  newerEnginesIn,
  noNewerEngine,
  plainLab,
  whyNotApplicable,
  type CellEngine,
  type LabSpec,
} from './requirements.js';

/** Makes an engine cache; the root file systems in it are the machine's own, which has a dockerd. */
async function makeCache(
  t: { teardown: (undo: () => Promise<void>) => void },
  engines: Readonly<Record<string, string>>,
): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), 'docknet-cache-'));
  t.teardown(() => rm(cache, { recursive: true }));
  for (const [name, version] of Object.entries(engines)) {
    const directory = join(cache, name.replace(':', '-'));
    await mkdir(directory);
    await symlink('/', join(directory, 'root'));
    await writeFile(
      join(directory, 'engine.json'),
      JSON.stringify({
        schema: 'docknet-engine/1',
        name,
        version,
        architecture: 'amd64',
        mirror: 'http://mirror.example/debian',
        fetched: '2025-01-01T00:00:00Z',
        bytes: 1,
      }),
    );
  }
  return cache;
}

test('newer engines are listed by version, each version once, whatever their names', async (t) => {
  const cache = await makeCache(t, {
    'debian:bookworm': '20.10.24',
    'debian:forky': '28.5.2',
    'debian:sid': '28.5.2',
    'debian:trixie': '26.1.5',
    'debian:next': '100.0.0',
  });
  t.deepEqual(
    (await newerEnginesIn(cache, '20.10.24')).map(({ version }) => version),
    ['26.1.5', '28.5.2', '100.0.0'],
  );
  t.deepEqual(
    (await newerEnginesIn(cache, '28.5.2')).map(({ name }) => name),
    ['debian:next'],
  );
  t.is((await newerEnginesIn(cache, '26.1.5'))[0]?.program.root, join(cache, 'debian-forky', 'root'));
});

test('without a newer engine, the reason names the version and the command that fetches one', async (t) => {
  const cache = await makeCache(t, { 'debian:bookworm': '20.10.24' });
  t.deepEqual(await newerEnginesIn(cache, '20.10.24'), []);
  t.deepEqual(await newerEnginesIn(join(cache, 'nowhere'), '20.10.24'), []);
  t.regex(noNewerEngine('20.10.24'), /no fetched engine is newer than 20\.10\.24.*docknet engine fetch/);
});

const cell = (settings: DaemonSettings, more: Partial<CellEngine> = {}): CellEngine => ({
  inGuest: false,
  kind: 'private',
  version: '29.7.2',
  firewallBackend: 'iptables',
  settings,
  ...more,
});

const check = (rest: Partial<AnyCheck>): AnyCheck => ({
  ...conformance({
    id: 'nat/example',
    title: 'an example',
    claim: documented('tour', 'Any', 'Any.'),
    given: {},
    when: () => 0,
    expect: () => [],
    sabotage: () => shell('true'),
  }),
  ...rest,
});

test('a check that needs another value than the user’s daemon.json sets is not applicable, with both', (t) => {
  const own = check({ given: { daemon: engine({ 'userland-proxy': false }) } });
  t.is(whyNotApplicable(own, false, cell({})), null);
  t.is(whyNotApplicable(own, false, cell({ 'userland-proxy': false })), null);
  t.is(
    whyNotApplicable(own, false, cell({ 'userland-proxy': true })),
    'it needs userland-proxy false, and this run sets userland-proxy to true',
  );
  const relying = check({ needs: { icc: true, dns: null } });
  t.is(whyNotApplicable(relying, false, cell({ icc: true, mtu: 1400 })), null);
  t.is(whyNotApplicable(relying, false, cell({ icc: false })), 'it needs icc true, and this run sets icc to false');
  t.is(
    whyNotApplicable(relying, false, cell({ dns: ['192.0.2.53'] })),
    'it needs dns at its default, and this run sets dns to ["192.0.2.53"]',
  );
});

test('a port published without an address needs the engine’s default one', (t) => {
  const web = (publish: string) => check({ given: { web: container({ publish: [publish] }) } });
  const loopback = cell({ ip: '127.0.0.1' });
  t.regex(whyNotApplicable(web('8080:80'), false, loopback) ?? '', /^it needs ip at its default/);
  for (const publish of ['127.0.0.1:8080:80', '{host}:8080:80'])
    t.is(whyNotApplicable(web(publish), false, loopback), null);
});

test('a check for one firewall backend is not applicable to the other, unless it sets its own', (t) => {
  const because = 'the nftables backend has no DOCKER-USER chain';
  const iptablesOnly = check({ appliesTo: { firewallBackend: 'iptables', because } });
  const nftables = cell({ 'firewall-backend': 'nftables' }, { firewallBackend: 'nftables' });
  t.is(whyNotApplicable(iptablesOnly, false, cell({})), null);
  t.is(whyNotApplicable(iptablesOnly, false, nftables), `${because}; this engine is 29.7.2 with the nftables backend`);
  const own = check({
    given: { daemon: engine({ 'firewall-backend': 'nftables' }) },
    appliesTo: { engines: '>=29.0.0', firewallBackend: 'nftables', because: 'native tables came with engine 29' },
  });
  t.is(whyNotApplicable(own, false, cell({})), null);
  t.regex(whyNotApplicable(own, false, cell({}, { version: '28.5.2' })) ?? '', /this engine is 28\.5\.2/);
  t.regex(
    whyNotApplicable(own, false, cell({ 'firewall-backend': 'iptables' })) ?? '',
    /^it needs firewall-backend "nftables", and this run sets firewall-backend to "iptables"/,
  );
});

test('a check with a kernel of its own is not applicable on this machine’s, even under a sabotage without', (t) => {
  const without = check({
    given: { machine: kernel({ without: ['br_netfilter'] }) },
    sabotage: withGiven({ machine: kernel({}) }),
  });
  for (const sabotaged of [false, true]) {
    t.is(
      whyNotApplicable(without, sabotaged, cell({})),
      'it needs a virtual machine of its own, with a kernel without br_netfilter. Pass --kernel NAME',
    );
    t.is(whyNotApplicable(without, sabotaged, cell({}, { inGuest: true })), null);
  }
});

test('a host forwards if its engine is not to turn that on, unless the check sets it', (t) => {
  const forwarding = (lab: Partial<LabSpec>, settings: DaemonSettings) =>
    configureLab({ ...plainLab, ...lab }, settings).sysctls['net.ipv4.ip_forward'];
  t.is(forwarding({}, { icc: false }), undefined);
  t.is(forwarding({}, { 'firewall-backend': 'nftables' }), 1);
  t.is(forwarding({}, { 'ip-forward': false }), 1);
  t.is(forwarding({ settings: { 'ip-forward': false } }, {}), undefined);
  t.is(forwarding({ sysctls: { 'net.ipv4.ip_forward': 0 } }, { 'firewall-backend': 'nftables' }), 0);
  t.deepEqual(configureLab({ ...plainLab, settings: { icc: true } }, { icc: true, mtu: 1400 }).settings, {
    icc: true,
    mtu: 1400,
  });
});
