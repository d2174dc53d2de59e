import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../testing/docknet.js';
import { configureEngines, resolveBackends } from './engine-settings.js';

const engines = [
  { name: 'private', choice: { kind: 'private' } },
  { name: 'debian:forky', choice: { kind: 'directory', directory: '/forky' } },
] as const;

test('each engine gets a cell for each backend, and a backend that is named twice one', async (t) => {
  const configured = await configureEngines(engines, { firewallBackend: ['iptables', 'nftables', 'nftables'] });
  t.deepEqual(
    configured.engines.map(({ name, firewallBackend }) => [name, firewallBackend]),
    [
      ['private', 'iptables'],
      ['private+nftables', 'nftables'],
      ['debian:forky', 'iptables'],
      ['debian:forky+nftables', 'nftables'],
    ],
  );
  t.regex(configured.notes.join(), /start with net\.ipv4\.ip_forward=1/);
});

test('without the options an engine runs as it is, and nothing is noted', async (t) => {
  const { engines: cells, notes } = await configureEngines(engines, {});
  t.deepEqual(
    cells.map(({ name, firewallBackend, daemonConfig }) => [name, firewallBackend, daemonConfig]),
    [
      ['private', null, {}],
      ['debian:forky', null, {}],
    ],
  );
  t.deepEqual(notes, []);
  t.deepEqual(await resolveBackends(cells), [...cells], 'no version is asked for');
});

test('a daemon.json names the backend of every cell, and what is ignored of it is noted', async (t) => {
  const file = join(await temporaryDirectory(t), 'daemon.json');
  await writeFile(file, '{ "firewall-backend": "nftables", "icc": false, "data-root": "/srv" }');
  const { engines: cells, notes } = await configureEngines([engines[0]], { daemonConfig: file });
  t.like(cells, [{ name: 'private+nftables', firewallBackend: 'nftables', daemonConfig: { icc: false } }]);
  t.true(notes.some((note) => note === `${file}: ignored, because every lab has its own: data-root`));
  await t.throwsAsync(configureEngines([engines[0]], { daemonConfig: file, firewallBackend: ['iptables'] }), {
    name: 'UsageError',
    message: /--firewall-backend iptables: .* sets "firewall-backend" to "nftables"\. Remove one of the two/,
  });
});

for (const [options, message] of [
  [{ firewallBackend: ['ipfw'] }, /--firewall-backend ipfw: pass iptables or nftables/],
  [{ daemonConfig: '/nowhere/daemon.json' }, /--daemon-config \/nowhere\/daemon\.json: ENOENT/],
] as const) {
  test(`${JSON.stringify(options)} is a usage error`, async (t) => {
    await t.throwsAsync(configureEngines(engines, options), { name: 'UsageError', message });
  });
}

test('the machine’s own engine is run as it is configured', async (t) => {
  const host = [{ name: 'host', choice: { kind: 'host' } }] as const;
  await t.throwsAsync(configureEngines(host, { firewallBackend: ['nftables'] }), {
    name: 'UsageError',
    message: /--firewall-backend applies to labs/,
  });
  await t.throwsAsync(configureEngines(host, { daemonConfig: '/etc/docker/daemon.json' }), {
    name: 'UsageError',
    message: /--daemon-config applies to labs/,
  });
});

test('an engine without the setting has iptables; with nftables it is too old by its version', async (t) => {
  const bundle = await temporaryDirectory(t);
  await writeFile(join(bundle, 'dockerd'), '#!/bin/sh\necho "Docker version 28.5.2, build ecc6942"\n', { mode: 0o755 });
  const old = { name: 'old', choice: { kind: 'directory', directory: bundle } } as const;
  const { engines: cells } = await configureEngines([old], { firewallBackend: ['iptables', 'nftables'] });
  t.like(await resolveBackends(cells.slice(0, 1)), [{ name: 'old', firewallBackend: null }]);
  await t.throwsAsync(resolveBackends(cells), {
    name: 'UsageError',
    message: /needs an engine 29\.0\.0 or newer; old is 28\.5\.2\./,
  });
});
