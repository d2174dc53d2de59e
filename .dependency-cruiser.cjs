/** The modules of src/ and what each may import; src/README.md draws them. */
const modules = {
  text: [],
  process: [],
  packet: [],
  record: ['text'],
  netfilter: ['packet', 'process'],
  capture: ['packet', 'process'],
  engine: ['process'],
  lab: ['process', 'netfilter', 'capture', 'engine'],
  journey: ['text', 'packet', 'netfilter'],
  compare: ['text', 'packet', 'record', 'netfilter', 'journey'],
  bisect: ['record', 'compare'],
  check: ['process', 'packet', 'record', 'netfilter', 'capture', 'engine', 'lab', 'journey'],
  evidence: ['packet', 'record', 'netfilter', 'capture', 'journey', 'compare', 'check'],
  registry: ['record', 'check'],
  runner: [
    'process',
    'packet',
    'record',
    'netfilter',
    'capture',
    'engine',
    'lab',
    'journey',
    'check',
    'evidence',
    'registry',
  ],
  report: ['text', 'packet', 'record', 'journey', 'compare'],
  trace: ['text', 'process', 'packet', 'netfilter', 'capture', 'engine', 'lab', 'journey'],
  results: ['registry', 'text', 'record', 'netfilter', 'journey', 'compare', 'evidence', 'report', 'trace'],
  doctor: ['process', 'capture', 'engine', 'lab'],
};
const above = ['cli', 'bench', 'setup'];
const pure = ['text', 'packet', 'journey', 'compare', 'bisect', 'report'];
const test = '\\.test\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(modules).map(([name, allowed]) => ({
      name: `${name}-imports`,
      comment: `src/${name} may import only ${allowed.length === 0 ? 'itself' : allowed.map((m) => `src/${m}`).join(', ')}`,
      severity: 'error',
      from: { path: `^src/${name}/`, pathNot: test },
      to: { path: '^(src/|suites/)', pathNot: [name, ...allowed].map((m) => `^src/${m}/`) },
    })),
    {
      name: 'entrance',
      comment: 'other modules import a module’s index.ts alone',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [test, '^src/bench/'] },
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'bench-entrance',
      comment: 'benchmarks import an index.ts or what tests are made with',
      severity: 'error',
      from: { path: '^src/bench/' },
      to: { path: '^src/', pathNot: ['^src/bench/', '^src/[^/]+/index\\.ts$', '/testing/'] },
    },
    {
      name: 'known-module',
      comment: 'every folder of src/ is a module named in this file',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${[...Object.keys(modules), ...above].join('|')})/` },
      to: {},
    },
    {
      name: 'suites-import-docknet',
      comment: 'checks import the package by its name, as a user’s own checks do',
      severity: 'error',
      from: { path: '^suites/' },
      to: { path: '^src/' },
    },
    {
      name: 'pure-modules',
      comment: 'pure modules import no Node I/O',
      severity: 'error',
      from: { path: `^src/(${pure.join('|')})/`, pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'cap-in-capture',
      severity: 'error',
      from: { pathNot: ['^src/capture/', test] },
      to: { path: 'node_modules/cap/' },
    },
    {
      name: 'docker-in-engine',
      severity: 'error',
      from: { pathNot: ['^src/engine/', test] },
      to: { path: 'node_modules/(dockerode|testcontainers)/' },
    },
    { name: 'ava-in-tests', severity: 'error', from: { pathNot: test }, to: { path: 'node_modules/ava/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^dist/' },
  },
};
