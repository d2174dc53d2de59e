import test, { type ExecutionContext } from 'ava';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runOrThrow } from '../../process/index.js';
import { EngineError, UnknownEngineError } from '../error.js';
import { emptyPackage, makeKey, makeRepository, serve, temporaryDirectory } from '../../apt/testing/apt-repository.js';
import { AptError, chooseBase } from '../../apt/index.js';
import { parseFingerprints, type Repository } from './key.js';
import { planFetch } from './plan.js';
import { parseMadison, readRepository } from './repository.js';

const packages = ['28.0.4', '29.4.1', '29.4.2', '29.7.2'].map((version) => emptyPackage(version));

async function read(t: ExecutionContext, repository: Repository, signal = new AbortController().signal) {
  const directory = await temporaryDirectory(t);
  return { directory, ...(await readRepository({ repository, base: await chooseBase(null), directory, signal })) };
}

const plan = async (t: ExecutionContext, name: string, repository: Repository) =>
  planFetch(
    {
      name,
      repository,
      base: null,
      mirror: 'http://mirror.example.org/debian',
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
    await temporaryDirectory(t),
  );

test('the right key: every version is listed, and the source trusts that key alone', async (t) => {
  const [key, other] = [await makeKey(t), await makeKey(t)];
  const address = await serve(t, await makeRepository(t, packages, key, [other, key]));
  const { directory, source, packages: found } = await read(t, { address, fingerprint: key.fingerprint });
  t.deepEqual(found.map(({ version }) => version).sort(), ['28.0.4', '29.4.1', '29.4.2', '29.7.2']);
  const [, keyring = ''] = /signed-by=(\S+)\]/.exec(source) ?? [];
  const home = ['--homedir', join(directory, 'gnupg')];
  const { stdout } = await runOrThrow(['gpg', ...home, '--with-colons', '--show-keys', keyring]);
  t.deepEqual(parseFingerprints(stdout), [key.fingerprint]);
});

test('a name is resolved to the newest version of its kind, pinned to the package', async (t) => {
  const key = await makeKey(t);
  const address = await serve(t, await makeRepository(t, packages, key));
  const repository = { address, fingerprint: key.fingerprint };
  for (const [wanted, version] of [
    ['docker:latest', '29.7.2'],
    ['docker:29', '29.7.2'],
    ['docker:29.4', '29.4.2'],
    ['docker:28.0.4', '28.0.4'],
  ] as const) {
    const { name, packages: chosen, verified } = await plan(t, wanted, repository);
    t.is(name, `docker:${version}`);
    t.true(chosen.includes(`docker-ce=5:${version}-1~test`));
    t.true(chosen.includes(`docker-ce-cli=5:${version}-1~test`));
    t.true(verified.startsWith(`by apt, with Docker’s key ${key.fingerprint}`));
  }
  for (const [wanted, near] of [
    ['docker:29.5.0', 'docker:29.4.1, docker:29.4.2, docker:29.7.2'],
    ['docker:30', 'docker:29.4.2, docker:29.7.2'],
    ['docker:27.5', 'docker:28.0.4, docker:29.4.1'],
  ] as const)
    await t.throwsAsync(plan(t, wanted, repository), {
      instanceOf: UnknownEngineError,
      message: new RegExp(`has no ${wanted} for .*\\. The nearest: ${near}\\. `),
    });
});

test('a key other than the pinned one is rejected, whatever it signed', async (t) => {
  const [pinned, other] = [await makeKey(t), await makeKey(t)];
  const address = await serve(t, await makeRepository(t, packages, other));
  await t.throwsAsync(read(t, { address, fingerprint: pinned.fingerprint }), {
    instanceOf: EngineError,
    message: new RegExp(`/gpg is not the key .*Expected ${pinned.fingerprint}; it has ${other.fingerprint}\\.`),
  });
});

test('an index that another key signed is rejected, even if the repository serves both keys', async (t) => {
  const [pinned, other] = [await makeKey(t), await makeKey(t)];
  const address = await serve(t, await makeRepository(t, packages, other, [pinned, other]));
  await t.throwsAsync(read(t, { address, fingerprint: pinned.fingerprint }), {
    message: new RegExp(`could not verify .* by the key ${pinned.fingerprint}:[^]*NO_PUBKEY`),
  });
});

test('an index that nobody signed is rejected', async (t) => {
  const pinned = await makeKey(t);
  const address = await serve(t, await makeRepository(t, packages, null, [pinned]));
  await t.throwsAsync(read(t, { address, fingerprint: pinned.fingerprint }), { message: /is not signed/ });
});

test('an index that was changed after it was signed is rejected', async (t) => {
  const key = await makeKey(t);
  const directory = await makeRepository(t, packages, key);
  const { stdout } = await runOrThrow(['find', directory, '-name', 'Packages']);
  await writeFile(stdout.trim(), 'Package: docker-ce\n');
  const address = await serve(t, directory);
  await t.throwsAsync(read(t, { address, fingerprint: key.fingerprint }), { message: /unexpected size|Hash Sum/ });
});

for (const [what, file, pattern] of [
  ['index', /\/Packages$/, /could not verify the repository [^]*(Connection|unexpected size|Error reading)/],
  ['key', /\/gpg$/, /the key of the repository .* could not be fetched:\n[^]*(Connection|Error reading)/],
] as const)
  test(`a mirror that breaks off in the middle of the ${what} is rejected`, async (t) => {
    const key = await makeKey(t);
    const address = await serve(t, await makeRepository(t, packages, key), file);
    await t.throwsAsync(read(t, { address, fingerprint: key.fingerprint }), { instanceOf: AptError, message: pattern });
  });

test('reading a mirror that does not answer can be interrupted', async (t) => {
  const controller = new AbortController();
  const silent = createServer(() => {
    controller.abort();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.teardown(() => silent.close());
  const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await t.throwsAsync(read(t, { address, fingerprint: '0'.repeat(40) }, controller.signal), {
    message: 'reading the repository was interrupted',
  });
});

test('parseMadison takes releases, each once, and no release candidate', (t) => {
  const line = (version: string) =>
    ` docker-ce | ${version} | https://packages.example.org noble/stable amd64 Packages\n`;
  t.deepEqual(
    parseMadison(
      line('5:29.0.0~rc.1-1~ubuntu.24.04~noble') +
        line('5:28.0.4-2~ubuntu.24.04~noble') +
        line('5:28.0.4-1~ubuntu.24.04~noble'),
    ),
    [{ version: '28.0.4', packageVersion: '5:28.0.4-2~ubuntu.24.04~noble' }],
  );
  t.deepEqual(parseMadison('N: Unable to locate package docker-ce\n'), []);
});
