import test from 'ava';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readMatrix } from '../../record/index.js';
import { docknet, temporaryDirectory } from '../testing/docknet.js';
import { makeOtherVersion, makeScriptEngine } from '../testing/engines.js';

interface Result {
  readonly status: number;
  readonly lastGood: string | null;
  readonly firstBad: string | null;
  readonly between: readonly string[] | null;
  readonly change: { readonly kind: string; readonly sentence: string } | null;
  readonly trials: readonly { readonly version: string; readonly result: string | null; readonly verdict: string }[];
  readonly directory: string;
  readonly page: string;
  readonly errors: readonly string[];
}

test.serial('finds the first engine whose published ports are not translated', async (t) => {
  const reports = await temporaryDirectory(t);
  const withoutIptables = await makeOtherVersion(t, '98.0.0', '--iptables=false');
  const { exitCode, stdout, stderr } = await docknet([
    ...['bisect', 'publish/hairpin-rule', '--good', 'private', '--bad', withoutIptables],
    ...['--among', await makeOtherVersion(t, '96.0.0'), '--among', await makeOtherVersion(t, '97.0.0')],
    ...['--among', await makeScriptEngine(t, 'exit 1'), '--engine-cache', await temporaryDirectory(t)],
    ...['--output', reports, '--json', '--no-fetch'],
  ]);
  t.is(exitCode, 0, stderr);
  const result = JSON.parse(stdout) as Result;
  t.deepEqual([result.lastGood, result.firstBad, result.between], ['97.0.0', '98.0.0', []]);
  t.deepEqual(
    result.trials.map(({ version, result, verdict }) => [version.replace(/^2.*/, 'own'), result, verdict]),
    [
      ['own', 'good', 'conforms'],
      ['96.0.0', 'good', 'conforms'],
      ['97.0.0', 'good', 'conforms'],
      ['98.0.0', 'bad', 'deviates'],
    ],
  );
  t.regex(result.change?.sentence ?? '', /host:8080/);
  t.regex(stderr, /^bad {11}98\.0\.0 {4}deviates/m);
  t.regex(stderr, /^first bad version: 98\.0\.0 \(97\.0\.0 is good\)$/m);
  t.regex(stderr, /99\.0\.0 is not between the two/);
  t.regex(stderr, /^97\.0\.0, the last good version: conforms\n.* → host:8080 {2}TCP SYN/m, 'with its packets');
  t.is(dirname(result.page), result.directory);
  const page = await readFile(result.page, 'utf8');
  t.is(page.split('class="end"').length, 3, 'two ladders');
  const { matrix } = await readMatrix(result.directory);
  t.is(matrix.cells.length, 4, 'its trials are a matrix');
  t.true((await readFile(join(result.directory, 'index.html'), 'utf8')).includes('href="./bisect.html"'));
  for (const { directory } of matrix.cells)
    t.true((await stat(join(result.directory, directory ?? '', 'index.html'))).isFile());
});

test.serial('an engine that does not start leaves the first bad version open: exit status 4', async (t) => {
  const broken = await makeOtherVersion(t, '97.0.0', '--no-such-option');
  const { exitCode, stdout, stderr } = await docknet([
    ...['bisect', 'publish/hairpin-rule', '--good', 'private', '--among', broken],
    ...['--bad', await makeOtherVersion(t, '98.0.0', '--iptables=false')],
    ...['--engine-cache', await temporaryDirectory(t), '--output', await temporaryDirectory(t)],
    ...['--repository', 'http://127.0.0.1:1'],
  ]);
  t.is(exitCode, 4, stderr);
  t.regex(stdout, /only engines at hand are tried .*127\.0\.0\.1:1/);
  t.regex(stdout, /^stepped over {2}97\.0\.0 {4}no record .*no-such-option/m);
  t.regex(stdout, /^first bad version: 98\.0\.0 or 97\.0\.0, which was stepped over \(20\S+ is good\)$/m);
});

test.serial('a bad engine that behaves as the good one is a usage error', async (t) => {
  const { exitCode, stderr } = await docknet([
    ...['bisect', 'nat/masquerade', '--good', 'private', '--bad', await makeOtherVersion(t, '97.0.0')],
    ...['--engine-cache', await temporaryDirectory(t), '--output', await temporaryDirectory(t), '--no-fetch'],
  ]);
  t.is(exitCode, 2);
  t.regex(stderr, /97\.0\.0 \(--bad\) behaves as \S+ \(--good\): the verdict on both is "conforms"\. There is nothing/);
});

for (const [args, message] of [
  [['nat', '--good', 'private', '--bad', '{other}'], /"nat" names \d+ checks\. Name one check\./],
  [
    ['nat/masquerade', '--good', 'private', '--bad', '1.2.3'],
    /--bad 1\.2\.3: no such engine is at hand or can be fetched \(there are /,
  ],
  [['nat/masquerade', '--good', 'private', '--bad', 'private'], /are both engine \S+\. Name two versions\./],
  [['nat/masquerade', '--good', 'host', '--bad', '{other}'], /--good host: .* Pass private/],
  [['nat/masquerade', '--good', 'private', '--bad', '/nowhere'], /--bad \/nowhere: no such file or directory/],
] as const) {
  test(`usage error: bisect ${args.join(' ')}`, async (t) => {
    const other = await makeOtherVersion(t, '97.0.0');
    const { exitCode, stderr } = await docknet([
      ...['bisect', ...args.map((arg) => arg.replace('{other}', other))],
      ...['--engine-cache', await temporaryDirectory(t), '--no-fetch'],
    ]);
    t.is(exitCode, 2);
    t.regex(stderr, message);
  });
}
