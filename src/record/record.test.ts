import test from 'ava';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRecords, makeDirectory, ownByCaller, readRecord, RecordError, writeRecord } from './index.js';
import { sampleCheck, sampleRecord } from './testing/sample.js';

const root = mkdtempSync(join(tmpdir(), 'docknet-record-'));
test.after.always(() => {
  rmSync(root, { recursive: true });
});
let made = 0;
const directory = () => join(root, `d${(made += 1)}`);
const asRoot = process.getuid?.() === 0 ? test : test.skip;
const sudo = { SUDO_UID: '65534', SUDO_GID: '65533' };
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('a written record is read by directory and by file', async (t) => {
  const run = directory();
  const path = await writeRecord(run, sampleRecord());
  t.is(path, join(run, 'record.json'));
  t.deepEqual(await readRecord(run), { directory: run, record: sampleRecord() });
  t.deepEqual(await readRecord(path), { directory: run, record: sampleRecord() });
  t.is(mode(path), '644');
  t.regex(readFileSync(path, 'utf8'), /\n {2}"run": \{\n/);
});

test('writing again replaces the record and leaves no other file', async (t) => {
  const run = directory();
  await writeRecord(run, sampleRecord());
  await writeRecord(run, sampleRecord([]));
  t.deepEqual((await readRecord(run)).record.checks, []);
  t.deepEqual(readdirSync(run), ['record.json']);
});

test('an unwritable record is an error with its path, and the old one stays', async (t) => {
  const run = directory();
  mkdirSync(join(run, 'record.json', 'in the way'), { recursive: true });
  await t.throwsAsync(writeRecord(run, sampleRecord()), {
    instanceOf: RecordError,
    message: /could not be written to .*record\.json.*--output/,
  });
  t.deepEqual(readdirSync(run), ['record.json']);
});

test('an output directory that cannot be made is an error', async (t) => {
  const file = directory();
  writeFileSync(file, '');
  await t.throwsAsync(writeRecord(join(file, 'run'), sampleRecord()), {
    instanceOf: RecordError,
    message: /output directory .* cannot be made.*--output/,
  });
});

asRoot(
  'under sudo, new directories, the record and the evidence belong to the caller, and only they can read a recording',
  async (t) => {
    const reports = directory();
    mkdirSync(reports);
    const run = join(reports, 'new', 'run');
    const path = await writeRecord(run, sampleRecord(), sudo);
    const recording = join(run, 'masquerade.pcapng');
    writeFileSync(recording, 'x');
    await ownByCaller(recording, sudo);
    for (const one of [run, join(reports, 'new'), path, recording])
      t.like(statSync(one), { uid: 65534, gid: 65533 }, one);
    t.is(statSync(reports).uid, 0);
    t.deepEqual([mode(run), mode(path), mode(recording)], ['755', '644', '600']);
  },
);

asRoot('without sudo no owner changes', async (t) => {
  const run = directory();
  t.is(statSync(await writeRecord(run, sampleRecord(), {})).uid, 0);
  t.is(statSync(await writeRecord(run, sampleRecord(), { SUDO_UID: 'x', SUDO_GID: '1' })).uid, 0);
});

test('ownByCaller does not follow links', async (t) => {
  const target = directory();
  writeFileSync(target, '');
  chmodSync(target, 0o640);
  const link = directory();
  symlinkSync(target, link);
  await t.throwsAsync(ownByCaller(link, sudo), { instanceOf: RecordError });
  t.is(mode(target), '640');
});

const whole = JSON.stringify(sampleRecord());
for (const [what, text, message] of [
  ['an empty file', '', /is empty/],
  ['a record cut short', whole.slice(0, 500), /not whole JSON: it was cut short/],
  ['something that is not JSON', '<html>', /is not JSON/],
  ['JSON of something else', '{"name":"x"}', /JSON but no record/],
  ['JSON that is no object', '[1]', /JSON but no record/],
  ['null', 'null', /JSON but no record/],
  [
    'a record of a later version',
    whole.replace('docknet-record/3', 'docknet-record/4'),
    /version "4", and this docknet reads version 3\. Run the checks again/,
  ],
  [
    'a record of an earlier version',
    whole.replace('docknet-record/3', 'docknet-record/1'),
    /version "1", and this docknet reads version 3\. Run the checks again/,
  ],
  [
    'a damaged record',
    JSON.stringify(sampleRecord([sampleCheck({ milliseconds: -3 })])),
    /damaged: checks\[0\]\.milliseconds of nat\/masquerade is -3: it must be >= 0/,
  ],
] as const) {
  test(`${what} is refused with advice`, async (t) => {
    const file = directory();
    writeFileSync(file, text);
    const error = await t.throwsAsync(readRecord(file), { instanceOf: RecordError, message });
    t.true(error.message.includes(file));
  });
}

test('a missing record is an error with its path', async (t) => {
  await t.throwsAsync(readRecord(join(root, 'no', 'such')), {
    instanceOf: RecordError,
    message: /no record at .*no\/such.*docknet run/,
  });
  await makeDirectory(join(root, 'empty'));
  await t.throwsAsync(readRecord(join(root, 'empty')), {
    instanceOf: RecordError,
    message: /no record at .*empty\/record\.json/,
  });
});

test('runs are listed newest first, a damaged one with its error', async (t) => {
  const reports = directory();
  const at = (started: string) => sampleRecord([], { started });
  await writeRecord(join(reports, 'b'), at('2025-03-01T00:00:00Z'));
  await writeRecord(join(reports, 'a'), at('2025-01-01T00:00:00Z'));
  await writeRecord(join(reports, 'c'), at('2025-02-01T00:00:00Z'));
  mkdirSync(join(reports, 'damaged'));
  writeFileSync(join(reports, 'damaged', 'record.json'), '{');
  mkdirSync(join(reports, 'no-run'));
  writeFileSync(join(reports, 'index.html'), '');
  const listed = await listRecords(reports);
  t.deepEqual(
    listed.map((entry) => entry.directory.slice(reports.length + 1)),
    ['damaged', 'b', 'c', 'a'],
  );
  t.regex('error' in (listed[0] ?? {}) ? (listed[0] as { error: Error }).error.message : '', /cut short/);
});

test('a missing reports directory has no runs', async (t) => {
  t.deepEqual(await listRecords(join(root, 'none')), []);
  t.false(existsSync(join(root, 'none')));
});
