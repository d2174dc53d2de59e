import test from 'ava';
import { formatArguments } from './arguments.js';
import { InputError, locateReport, readInputs } from './inputs.js';

const defaults = {
  engines: 'private',
  'fail-on': 'deviation',
  reporters: 'html junit ctrf',
  summary: 'true',
  annotations: 'true',
};

const read = (inputs: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}) =>
  readInputs({ ...environment, DOCKNET_INPUTS: JSON.stringify({ ...defaults, ...inputs }) });

const places = { reports: '/r', engines: '/e', kernels: '/k' };

test('inputs become options; nothing in them can become another option', (t) => {
  const inputs = read({
    checks: ' nat\n--engine=host ',
    engines: 'private docker:29\n/a path/with spaces\n',
    kernels: 'debian:bookworm --yes',
    'firewall-backend': 'iptables nftables',
    'daemon-config': '--yes',
    suites: 'my suites\nmore',
    baseline: '$(id)',
    shard: '1/4',
    reporters: 'html junit\nctrf=my results/ctrf.json\njson',
  });
  t.deepEqual(formatArguments(inputs, places), [
    ...['run', '--json', '--output=/r', '--engine-cache=/e'],
    ...['--engine=private', '--engine=docker:29', '--engine=/a path/with spaces'],
    ...['--kernel-cache=/k', '--kernel=debian:bookworm', '--kernel=--yes'],
    ...['--firewall-backend=iptables', '--firewall-backend=nftables', '--daemon-config=--yes'],
    ...['--suites=my suites', '--suites=more', '--baseline=$(id)', '--shard=1/4'],
    ...['--reporter=html', '--reporter=junit', '--reporter=ctrf=my results/ctrf.json'],
    ...['--', 'nat', '--engine=host'],
  ]);
  t.is(locateReport(inputs, 'junit', '/r/run'), '/r/run/junit.xml');
  t.is(locateReport(inputs, 'ctrf', '/r/run'), 'my results/ctrf.json');
  t.is(locateReport(read({ reporters: 'html' }), 'junit', '/r/run'), null);
});

test('defaults are a run on the private engine; fetched names replace newest:3', (t) => {
  t.deepEqual(formatArguments(read({ engines: '', baseline: 'none', reporters: '' }), places).slice(4), [
    ...['--engine=private', '--no-baseline', '--'],
  ]);
  t.deepEqual(read({ engines: 'newest:2' }, { DOCKNET_ENGINES: 'docker:28.0.4\ndocker:29.4.2' }).engines, [
    'docker:28.0.4',
    'docker:29.4.2',
  ]);
});

for (const [what, inputs, message] of [
  ['the runner’s own Docker', { engines: 'private host' }, /never does.*docknet run --engine host --yes/],
  ['an unknown fail-on', { 'fail-on': 'regresion' }, /^fail-on: regresion: pass regression, deviation or never\.$/],
  ['fail-on: regression without a baseline', { 'fail-on': 'regression' }, /needs a baseline/],
  ['fail-on: regression with baseline: none', { 'fail-on': 'regression', baseline: 'none' }, /needs a baseline/],
  ['a flag that is none', { summary: 'yes' }, /^summary: yes: pass true or false\.$/],
  ['a reporter that is none', { reporters: '--engine=host' }, /^reporters: --engine=host: pass NAME or NAME=FILE\.$/],
  ['the reporter github', { reporters: 'html github' }, /summary and annotations/],
  ['compare without merge', { compare: 'a b' }, /Pass merge/],
  ['compare with one name', { compare: 'a', merge: 'a*' }, /two artifacts/],
] as const) {
  test(`${what} is an error`, (t) => {
    t.throws(() => read(inputs), { instanceOf: InputError, message });
  });
}
