import test from 'ava';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { readRecord } from '../../record/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';

test.serial('a run on a static bundle unpacks it, runs its programs, and records its hash', async (t) => {
  const directory = await temporaryDirectory(t);
  const file = join(directory, 'docker-20.tgz');
  // As Docker's download site packs it, with this machine's programs.
  const programs = [
    'dockerd',
    'docker',
    'docker-proxy',
    'docker-init',
    'containerd',
    'containerd-shim-runc-v2',
    'runc',
  ];
  const copy = programs.map((name) => `cp -L "$(command -v ${name})" docker/`);
  const script = ['cd "$0"', 'mkdir docker', ...copy, 'tar -cf - docker | gzip -1 > "$1"'].join(' && ');
  await runOrThrow(['sh', '-c', script, directory, file], { timeoutMs: 120_000 });
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const cache = join(directory, 'cache');
  const { exitCode, stdout, stderr } = await docknet([
    ...['run', 'nat/masquerade', '--no-baseline', '--output', join(directory, 'reports'), '--json'],
    ...['--engine', file, '--engine-cache', cache],
  ]);
  t.is(exitCode, 0, stdout + stderr);
  const { page } = JSON.parse(stdout) as { page: string };
  const { engine } = (await readRecord(dirname(page))).record.cell;
  t.is(engine.verified, `not verified: static bundle, SHA-256 ${hash}`);
  t.is(engine.path, join(cache, `static-${hash.slice(0, 12)}/root/dockerd`));
});
