import test, { type ExecutionContext } from 'ava';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SuiteError, SuiteRegistry } from './index.js';

/** Writes files below a directory that the test removes. @returns the directory. */
async function directoryOf(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-suites-'));
  t.teardown(() => rm(directory, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return directory;
}

const check = (id: string, given = '{ web: container() }'): string => `
import { conformance, container, documented, iptables } from 'docknet';

export default conformance({
  id: '${id}',
  title: 'an example',
  claim: documented('tour', 'A section', 'A statement.'),
  given: ${given},
  when: () => null,
  expect: () => [],
  sabotage: () => iptables('-P FORWARD ACCEPT'),
});
`;

async function load(directories: readonly string[]) {
  const registry = await SuiteRegistry.open(directories);
  return registry.load(registry.ownIds);
}

test('checks in TypeScript and JavaScript load, with what they import by relative paths', async (t) => {
  const directory = await directoryOf(t, {
    'names.ts': 'export const area: string = "web";',
    'web/one.ts':
      check('web/one').replace("'web/one'", '`${area}/one` as const') + "import { area } from '../names.js';",
    'web/two.js': check('web/two'),
    'web/one-more.js': check('web/one-more'),
    'web/three.mts': check('web/three'),
    'web/four.mjs': check('web/four'),
    'web/_draft.ts': 'no check',
    'web/one.test.ts': 'no check',
    'web/types.d.ts': 'no check',
    '.cache/x.ts': 'no check',
    'node_modules/x/index.js': 'no check',
  });
  const checks = await load([directory]);
  t.deepEqual(
    checks.map(({ id, suite }) => [id, suite]),
    ['web/four', 'web/one', 'web/one-more', 'web/three', 'web/two'].map((id) => [id, directory]),
  );
});

test('docknet is this docknet, and other packages are the directory’s own', async (t) => {
  const directory = await directoryOf(t, {
    'package.json': '{}',
    'node_modules/docknet/package.json': '{ "exports": "./index.js" }',
    'node_modules/docknet/index.js': 'throw new Error("another docknet")',
    'node_modules/words/package.json': '{ "type": "module", "exports": { "import": "./index.js" } }',
    'node_modules/words/index.js': 'export const title = "a title from a package";',
    'web/one.ts': check('web/one').replace("'an example'", 'title') + "import { title } from 'words';",
  });
  t.is((await load([directory]))[0]?.title, 'a title from a package');
});

const refused: readonly (readonly [what: string, files: Readonly<Record<string, string>>, message: RegExp])[] = [
  ['no file', { 'one.ts': check('web/one') }, /no checks found\. A check is a file AREA\/NAME\.ts .* docknet new/],
  [
    'no default export',
    { 'web/one.ts': 'export const x = 1;' },
    /web\/one\.ts: it is no check: its default export must/,
  ],
  [
    'another default export',
    { 'web/one.ts': 'export default { id: 1 }' },
    /web\/one\.ts: it is no check: id must be a string, not 1/,
  ],
  [
    'another id',
    { 'web/one.ts': check('web/two') },
    /web\/one\.ts: it declares the id "web\/two", but its place makes it "web\/one"/,
  ],
  ['a name that is no id', { 'web/One.ts': check('web/One') }, /web\/One\.ts: "web\/One" is no check id/],
  [
    'an id taken twice',
    { 'web/a.js': check('web/a'), 'web/a.ts': check('web/a') },
    /web\/a\.ts: the id web\/a is taken by .*web\/a\.js/,
  ],
  [
    'an id of docknet’s',
    { 'nat/masquerade.ts': check('nat/masquerade') },
    /nat\/masquerade\.ts: docknet has a check nat\/masquerade of its own/,
  ],
  [
    'a syntax error',
    { 'web/one.ts': check('web/one').replace("title: 'an example',", "title: 'an example'") },
    /web\/one\.ts: cannot be compiled:\n.*Expected "}" but found "claim"\n\n.*web\/one\.ts:7:2:\n.*7 │ {3}claim/,
  ],
  [
    'an import that does not exist',
    { 'web/one.ts': `import x from './nothing.js'; x();` },
    /web\/one\.ts: cannot be compiled:\n.*Could not resolve "\.\/nothing\.js"[^]*web\/one\.ts:1:14/,
  ],
  [
    'a word that docknet lacks',
    { 'web/one.ts': `import { brige } from 'docknet'; brige();` },
    /web\/one\.ts: imports "brige", which does not exist/,
  ],
  [
    'code that throws',
    { 'web/one.ts': 'interface A { a: 1 }\n\nthrow new TypeError("no such thing");' },
    /web\/one\.ts: cannot be loaded: TypeError: no such thing \(.*web\/one\.ts:3\)/,
  ],
  [
    'a given that is no word of the language',
    { 'web/one.ts': check('web/one', "{ web: 'container' }") },
    /web\/one\.ts: given\.web must be made by bridge\(\).*, not "container"\./,
  ],
  [
    'a given of a wrong type',
    { 'web/one.ts': check('web/one', "{ web: container({ publish: '8080:80' as never }) }") },
    /web\/one\.ts: given\.web: publish must be a list of strings, not "8080:80"\./,
  ],
  [
    'an option that does not exist',
    { 'web/one.ts': check('web/one', '{ web: container({ port: 80 } as never) }') },
    /web\/one\.ts: given\.web: there is no option port; the options are on, runsOn, alsoOn/,
  ],
  [
    'a network that is not given',
    { 'web/one.ts': check('web/one', "{ web: container({ on: 'app' }) }") },
    /web\/one\.ts: given\.web is on "app", which is not given; the networks are bridge, host, none\./,
  ],
];
for (const [what, files, message] of refused) {
  test(`${what} is refused, and the message names the file`, async (t) => {
    const directory = await directoryOf(t, files);
    const error = await t.throwsAsync(() => load([directory]), { instanceOf: SuiteError });
    t.regex(error?.message ?? '', message);
  });
}

test('an id that two directories have, and a directory that is missing, are refused', async (t) => {
  const [one, two] = [
    await directoryOf(t, { 'web/a.ts': check('web/a') }),
    await directoryOf(t, { 'web/a.js': check('web/a') }),
  ];
  await t.throwsAsync(() => load([one, two]), { message: /web\/a\.js: the id web\/a is taken by .*web\/a\.ts/ });
  await t.throwsAsync(() => load([join(one, 'nothing')]), { message: /^--suites .*nothing: no such directory\.$/ });
  t.is((await load([one, one])).length, 1, 'the same directory twice is one');
});
