/** The house's import directions (README, "How it is built"): each room and the rooms it may import. */
const rooms = {
  packet: [],
  firewall: ['packet'],
  record: [],
  journey: ['packet', 'firewall'],
  capture: ['packet'],
  engine: [],
  lab: ['engine', 'capture'],
  tracing: ['lab', 'firewall'],
  check: ['lab', 'engine', 'capture', 'packet', 'journey', 'firewall', 'tracing', 'record'],
  compare: ['record', 'journey', 'packet'],
  report: ['record', 'journey', 'packet', 'compare'],
  trace: ['lab', 'engine', 'capture', 'packet', 'journey', 'firewall', 'tracing'],
  cli: ['check', 'trace', 'tracing', 'lab', 'engine', 'capture', 'packet', 'journey', 'firewall', 'record', 'report', 'compare'],
};
const pure = ['packet', 'firewall', 'journey', 'compare', 'report'];
const test = '\\.test\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports`,
      comment: `src/${room} may import only ${allowed.length === 0 ? 'itself' : allowed.map((r) => `src/${r}`).join(', ')}`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: test },
      to: { path: '^(src/|suites/)', pathNot: [room, ...allowed].map((r) => `^src/${r}/`) },
    })),
    { name: 'suites-import-check', severity: 'error', from: { path: '^suites/' }, to: { path: '^src/', pathNot: '^src/check/' } },
    { name: 'pure-rooms', comment: 'pure rooms import no Node I/O', severity: 'error', from: { path: `^src/(${pure.join('|')})/`, pathNot: test }, to: { dependencyTypes: ['core'] } },
    { name: 'cap-in-capture', severity: 'error', from: { pathNot: ['^src/capture/', test] }, to: { path: 'node_modules/cap/' } },
    { name: 'docker-in-engine', severity: 'error', from: { pathNot: ['^src/engine/', test] }, to: { path: 'node_modules/(dockerode|testcontainers)/' } },
    { name: 'ava-in-check-and-tests', severity: 'error', from: { pathNot: ['^src/check/', test] }, to: { path: 'node_modules/ava/' } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, exclude: { path: '^dist/' } },
};
