import test from 'ava';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { runOrThrow } from '../process/index.js';
import { verdicts } from './index.js';
import { recordSchema } from './schema.js';
import { sampleCheck, sampleRecord } from './testing/sample.js';
import { getValidator } from './validate.js';

type Path = readonly (string | number)[];

/** Lists the paths to every field of a value, parents before their children. */
function listFields(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return [path, ...listFields((value as Record<string, unknown>)[key], path)];
  });
}

/** Copies a record and changes one field through its parent. */
function changeField(
  record: unknown,
  path: Path,
  change: (parent: Record<string, unknown>, key: string) => void,
): unknown {
  const copy = structuredClone(record);
  const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], copy);
  change(parent as Record<string, unknown>, String(path.at(-1)));
  return copy;
}

test('a record is valid with every verdict, and without checks', async (t) => {
  const validate = await getValidator('record');
  t.is(validate(sampleRecord()), null);
  t.is(validate(sampleRecord([])), null);
  for (const verdict of verdicts)
    t.is(validate(sampleRecord([sampleCheck({ verdict, sabotage: 'iptables -D', reason: 'why' })])), null);
});

test('a record that lacks any field is refused, and the field named', async (t) => {
  const validate = await getValidator('record');
  // What users name themselves (settings, sysctls) may be absent, and a list may be shorter.
  const needed = listFields(sampleRecord()).filter(
    (path) => typeof path.at(-1) === 'string' && !['settings', 'sysctls'].includes(String(path.at(-2))),
  );
  t.true(needed.length > 70);
  for (const path of needed) {
    const message = validate(
      changeField(sampleRecord(), path, (parent, key) => {
        Reflect.deleteProperty(parent, key);
      }),
    );
    t.true(message?.includes(`no "${String(path.at(-1))}"`), `${path.join('/')}: ${String(message)}`);
  }
});

test('a record with any field of another type is refused', async (t) => {
  const validate = await getValidator('record');
  for (const path of listFields(sampleRecord())) {
    const message = validate(
      changeField(sampleRecord(), path, (parent, key) => {
        parent[key] = { surprise: [1] };
      }),
    );
    t.not(message, null, path.join('/'));
  }
});

test('a record with an unknown field anywhere is refused, and the field named', async (t) => {
  const validate = await getValidator('record');
  for (const path of listFields(sampleRecord()).filter(
    (one) => typeof one.at(-1) === 'string' && !['settings', 'sysctls'].includes(String(one.at(-2))),
  )) {
    t.regex(
      validate(
        changeField(sampleRecord(), path, (parent) => {
          parent.surprise = 1;
        }),
      ) ?? '',
      /"surprise"/,
      path.join('/'),
    );
  }
});

for (const [what, damaged, message] of [
  [
    'a verdict that is none',
    sampleRecord([sampleCheck(), sampleCheck({ verdict: 'great' as 'error' })]),
    new RegExp(`^checks\\[1\\]\\.verdict of nat/masquerade is "great", and not one of ${verdicts.join(', ')}$`),
  ],
  [
    'a negative count',
    sampleRecord([
      sampleCheck({ points: [{ name: 'lo', interface: 'lo', region: 'host', order: 0, frames: -1, dropped: 0 }] }),
    ]),
    /^checks\[0\]\.points\[0\]\.frames of nat\/masquerade is -1: it must be >= 0$/,
  ],
  [
    'a time that is not UTC',
    sampleRecord([], { started: '2026-01-31T09:00:00+01:00' }),
    /^run\.started is "2026-01-31T09:00:00\+01:00"/,
  ],
  [
    'evidence elsewhere on the disk',
    sampleRecord([sampleCheck({ evidence: { ...sampleCheck().evidence, recording: '/etc/passwd' } })]),
    /^checks\[0\]\.evidence\.recording of nat\/masquerade is "\/etc\/passwd"/,
  ],
  [
    'evidence above the directory',
    sampleRecord([sampleCheck({ evidence: { ...sampleCheck().evidence, topology: 'nat/../../x' } })]),
    /evidence\.topology/,
  ],
  ['what a terminal would obey', sampleRecord([], { id: '\u001b[2J\u009b' }), /^run\.id is "\\u001b\[2J\\u\{9b\}"/],
] as const) {
  test(`${what} is refused with a message`, async (t) => {
    t.regex((await getValidator('record'))(damaged) ?? '', message);
  });
}

test('any value is validated without an exception', async (t) => {
  const validate = await getValidator('record');
  fc.assert(fc.property(fc.jsonValue(), (value) => typeof validate(value) === 'string'));
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      ['string', 'object'].includes(typeof validate({ ...sampleRecord(), checks: value })),
    ),
  );
  t.pass();
});

test('the build writes the schema where the package exports it', async (t) => {
  await runOrThrow([process.execPath, 'dist/src/record/write-schema.js']);
  t.deepEqual(
    JSON.parse(readFileSync('dist/src/record/record.schema.json', 'utf8')),
    JSON.parse(JSON.stringify(recordSchema)),
  );
});
