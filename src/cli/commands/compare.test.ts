import test from 'ava';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseBehaviours } from '../../compare/index.js';
import { docknet, joinPatterns, temporaryDirectory } from '../testing/docknet.js';
import { storeMatrix, storeRun } from '../testing/stored-run.js';

/** What `docknet compare --json` prints. */
interface ComparisonJson {
  readonly counts: Readonly<Record<string, number>>;
  readonly changes: readonly { readonly kind: string; readonly id: string }[];
}

test.serial('two runs of one engine: the same, exit status 0', async (t) => {
  const directory = await temporaryDirectory(t);
  const { exitCode, stdout, stderr } = await docknet([
    'compare',
    await storeRun(join(directory, 'a'), 'first'),
    await storeRun(join(directory, 'b'), 'second'),
  ]);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^base 20\.10\.24 \(run aoaxnw0x77\) → candidate 20\.10\.24 \(run \w+\)\n2 the same\n?$/);
});

test.serial('two engines: the changes as text, JSON, Markdown and a page', async (t) => {
  const directory = await temporaryDirectory(t);
  const [old, fresh, page] = [
    await storeRun(join(directory, 'a'), 'first'),
    await storeRun(join(directory, 'b'), '28.5.2'),
    join(directory, 'page.html'),
  ];
  const text = await docknet(['compare', old, fresh, '--page', page]);
  t.is(text.exitCode, 0);
  t.regex(
    text.stdout,
    joinPatterns(
      /^base 20\.10\.24 → candidate 28\.5\.2\n/,
      /note {2}The engine that introduced a change is unknown: .*\(26\.1\.5, 28\.0\.4\).*\n/,
      /changed {2}isolation\/between-bridges: the ICMP echo request .* is last seen at \w+\.eth0 /,
      /in the candidate \(base: goes on to br-\w+\)/,
    ),
  );
  t.regex(text.stdout, /\nrules {2}1 check behaves the same under other rules: .*filter FORWARD \(1\)/);
  t.true((await readFile(page, 'utf8')).includes('<caption>ICMP echo request rose → sky</caption>'));
  const result = JSON.parse((await docknet(['compare', old, fresh, '--json'])).stdout) as ComparisonJson;
  t.deepEqual(
    result.changes.map(({ kind, id }) => [kind, id]),
    [
      ['changed', 'isolation/between-bridges'],
      ['rules', 'publish/one-address'],
    ],
  );
  t.is(result.counts['regression'], 0);
  t.regex(
    (await docknet(['compare', old, fresh, '--markdown'])).stdout,
    /^# docknet: base 20\.10\.24 → candidate 28\.5\.2\n/,
  );
});

test.serial('a regression: exit status 1', async (t) => {
  const directory = await temporaryDirectory(t);
  const deviates = { verdict: 'deviates', reason: 'no answer' } as const;
  const { exitCode, stdout } = await docknet([
    'compare',
    await storeRun(join(directory, 'a'), 'first'),
    await storeRun(join(directory, 'b'), 'second', { check: deviates }),
  ]);
  t.is(exitCode, 1);
  t.regex(stdout, /\nregression {2}publish\/one-address: /);
  const back = await docknet(['compare', join(directory, 'b'), join(directory, 'a')]);
  t.is(back.exitCode, 0);
  t.regex(back.stdout, /\nfix {2}publish\/one-address: /);
});

test.serial('two matrices are compared by cells of the same engine, in every format', async (t) => {
  const directory = await temporaryDirectory(t);
  const one = await storeMatrix(join(directory, 'one'), { private: 'first', 'debian:forky': '28.5.2' });
  const other = await storeMatrix(join(directory, 'other'), {
    'debian:forky': '28.5.2',
    private: 'second',
    'debian:sid': null,
  });
  const { exitCode, stdout, stderr } = await docknet(['compare', one, other, '--page', join(directory, 'page.html')]);
  t.is(exitCode, 0, stderr);
  t.regex(
    stdout,
    joinPatterns(
      /^base 28\.5\.2 .* → candidate 28\.5\.2 .*\n2 the same\n\n/,
      /base 20\.10\.24 .* → candidate 20\.10\.24 .*\n2 the same\n/,
      /note {2}debian:sid in .*other has no record: no engine came up\npage: .*page\.html$/,
    ),
  );
  const list = await readFile(join(directory, 'page.html'), 'utf8');
  for (const file of ['page-1-28.5.2.html', 'page-2-20.10.24.html']) {
    t.true(list.includes(`href="./${file}"`));
    t.true((await readFile(join(directory, file), 'utf8')).includes('<a href="./page.html">All cells</a>'));
  }
  const result = JSON.parse((await docknet(['compare', one, other, '--json'])).stdout) as {
    comparisons: (ComparisonJson & { cell: string })[];
    notes: string[];
  };
  t.deepEqual(
    result.comparisons.map(({ cell, counts }) => [cell, counts['same']]),
    [
      ['debian:forky', 2],
      ['private', 2],
    ],
  );
  t.is(result.notes.length, 1);
  t.is((await docknet(['compare', one, other, '--markdown'])).stdout.match(/^# docknet: /gm)?.length, 2);
});

test.serial('DIRECTORY:CELL names a cell, and a run is compared with the cell of its engine', async (t) => {
  const directory = await temporaryDirectory(t);
  const matrix = await storeMatrix(join(directory, 'matrix'), { private: 'first', 'debian:forky': '28.5.2' });
  for (const [base, candidate] of [
    ['private', 'debian:forky'],
    ['private', 'debian-forky'],
    ['20.10.24', '28.5.2'],
  ] as const) {
    const { exitCode, stdout, stderr } = await docknet(['compare', `${matrix}:${base}`, `${matrix}:${candidate}`]);
    t.is(exitCode, 0, stderr);
    t.regex(stdout, /^base 20\.10\.24 → candidate 28\.5\.2\nnote .*\nchanged {2}isolation\/between-bridges: /);
  }
  const run = await storeRun(join(directory, 'run'), 'second');
  t.regex(
    (await docknet(['compare', run, matrix])).stdout,
    joinPatterns(
      /^base 20\.10\.24 .* → candidate 20\.10\.24 .*\n2 the same\n/,
      /note {2}debian:forky \(engine 28\.5\.2\) in .*matrix is not compared: /,
      /no cell of the same engine, or several\./,
    ),
  );
});

test.serial('two cells of a matrix: the cell between them shows the engine of a change, in every format', async (t) => {
  const directory = await temporaryDirectory(t);
  const matrix = await storeMatrix(join(directory, 'matrix'), {
    private: 'first',
    'debian:trixie': 'second',
    'debian:forky': '28.5.2',
  });
  const between = join(matrix, 'debian-trixie/record.json');
  await writeFile(between, (await readFile(between, 'utf8')).replace('"version":"20.10.24"', '"version":"26.1.5"'));
  const [cells, page] = [[`${matrix}:private`, `${matrix}:debian:forky`], join(directory, 'page.html')];
  t.regex(
    (await docknet(['compare', ...cells, '--page', page])).stdout,
    /\nchanged {2}isolation\/between-bridges: the ICMP [^\n]*; not yet so on 26\.1\.5\.\n/,
  );
  t.true((await readFile(page, 'utf8')).includes('; not yet so on 26.1.5.'));
  t.regex((await docknet(['compare', ...cells, '--markdown'])).stdout, /; not yet so on 26\.1\.5\.\n/);
  const { changes } = JSON.parse((await docknet(['compare', ...cells, '--json'])).stdout) as {
    readonly changes: readonly { readonly since: unknown }[];
  };
  t.deepEqual(changes[0]?.since, {
    of: 'engine',
    spans: [{ after: '26.1.5', by: '28.5.2' }],
    text: 'not yet so on 26.1.5',
  });
});

test.serial(
  'an unknown cell, a matrix in place of a run, matrices without a common engine: exit status 2, with the cells',
  async (t) => {
    const directory = await temporaryDirectory(t);
    const matrix = await storeMatrix(join(directory, 'matrix'), { private: 'first', 'debian:forky': '28.5.2' });
    const other = await storeMatrix(join(directory, 'other'), { private: 'first' });
    const cells = joinPatterns(
      /Its cells are private \(engine 20\.10\.24, kernel .*\), debian:forky \(engine 28\.5\.2, kernel .*\)\. /,
      /Name one, such as .*matrix:private\./,
    );
    for (const [args, message] of [
      [['compare', `${matrix}:debian:trixie`, matrix], /has no cell "debian:trixie"\. Its cells are/],
      [['baseline', 'write', matrix, '--output', directory], cells],
      [
        ['compare', `${matrix}:28.5.2`, other],
        /have no cell of the same engine\. .*28\.5\.2 is engine 28\.5\.2\. .*other is a matrix\. Its cells are private/,
      ],
      [['run', 'nat/masquerade', '--baseline', matrix], cells],
      [['compare', `${directory}:private`, matrix], /No run or baseline ".*:private"\./],
      [
        [
          'compare',
          matrix,
          await storeMatrix(join(directory, 'proved'), { private: 'first' }, { run: { sabotaged: true } }),
        ],
        /is a run of "docknet prove"/,
      ],
    ] as const) {
      const { exitCode, stderr } = await docknet(args);
      t.is(exitCode, 2);
      t.regex(stderr, message);
    }
  },
);

test.serial('a run with damaged evidence is compared by its verdicts, with a note', async (t) => {
  const directory = await temporaryDirectory(t);
  const [one, other] = [await storeRun(join(directory, 'a'), 'first'), await storeRun(join(directory, 'b'), 'second')];
  const recording = join(other, 'evidence/publish.one-address/recording.pcapng');
  await writeFile(recording, (await readFile(recording)).subarray(0, 3000));
  const { exitCode, stdout } = await docknet(['compare', one, other]);
  t.is(exitCode, 0);
  t.regex(
    stdout,
    joinPatterns(
      /\nnote {2}The candidate has no packets or rules for 1 of its 2 judged checks: /,
      /only their verdicts are compared\.\n2 the same/,
    ),
  );
});

test.serial('damaged behaviours are derived from the evidence and written if it is complete', async (t) => {
  const directory = await temporaryDirectory(t);
  const [one, other] = [await storeRun(join(directory, 'a'), 'first'), await storeRun(join(directory, 'b'), 'second')];
  await writeFile(join(one, 'behaviour.json'), '{"schema":"docknet-behaviour/1","chains":{');
  t.regex((await docknet(['compare', one, other])).stdout, /\n2 the same/);
  t.truthy(parseBehaviours(await readFile(join(one, 'behaviour.json'), 'utf8')));
});

test.serial('a page that cannot be written, and a missing record: exit status 2 and one message', async (t) => {
  const directory = await temporaryDirectory(t);
  const run = await storeRun(join(directory, 'a'), 'first');
  const page = await docknet(['compare', run, run, '--page', join(directory, 'nowhere/page.html')]);
  t.is(page.exitCode, 2);
  t.regex(page.stderr, /^docknet: Cannot write --page .*nowhere\/page\.html: ENOENT.*\. Pass another file\.$/);
  await rm(join(run, 'record.json'));
  const gone = await docknet(['compare', run, run]);
  t.is(gone.exitCode, 2);
  t.regex(gone.stderr, /^docknet: there is no record at /);
});
