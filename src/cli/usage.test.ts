import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { docknet, joinPatterns, temporaryDirectory } from './testing/docknet.js';

const commands = [
  'doctor',
  'list',
  'explain',
  'run',
  'prove',
  'judge',
  'report',
  'merge',
  'compare',
  'baseline',
  'trace',
  'new',
];

for (const command of commands) {
  test.serial(`docknet ${command} --help prints a description and an example`, async (t) => {
    const { exitCode, stdout, stderr } = await docknet([command, '--help']);
    t.is(exitCode, 0);
    t.is(stderr, '');
    t.regex(stdout, new RegExp(`Usage: docknet ${command}[^]*Example:\n.*docknet ${command}`));
  });
}

test('docknet --help names every command and the exit statuses', async (t) => {
  const { exitCode, stdout } = await docknet(['--help']);
  t.is(exitCode, 0);
  for (const command of commands) t.true(stdout.includes(`\n  ${command} `), command);
  t.regex(stdout, /Exit status: 0 [^]*130 interrupted/);
});

for (const [what, args, message] of [
  ['an unknown command', ['rum'], /^docknet: Unknown command 'rum'.*Did you mean run\?.*See docknet --help\.$/],
  ['no command', [], /docknet: Specify a command\. See docknet --help\.$/],
  [
    'an unknown option',
    ['run', '--jason'],
    /^docknet: Unknown option '--jason'.*Did you mean --json\?.*See docknet run --help\.$/,
  ],
  [
    'an option without its value',
    ['run', '--engine'],
    /^docknet: Option '--engine <which>' argument missing\. See docknet run --help\.$/,
  ],
  ['a missing argument', ['explain'], /^docknet: Missing required argument 'id'\. See docknet explain --help\.$/],
  [
    'a filter that matches nothing',
    ['run', 'nat/maskerade'],
    /^docknet: No check matches "nat\/maskerade"\. Did you mean nat\/masquerade\?.*docknet list/,
  ],
  ['one filter of two that matches nothing', ['run', 'nat', 'net/*'], /^docknet: No check matches "net\/\*"/],
  ['a filter of prove that matches nothing', ['prove', 'x'], /^docknet: No check matches "x"/],
  [
    'an explanation of what is not there',
    ['explain', 'nat/masquerad'],
    /^docknet: No check "nat\/masquerad"\. Did you mean nat\/masquerade\?/,
  ],
  [
    'an engine that is none',
    ['run', '--engine', 'hots'],
    /^docknet: --engine hots: no such file or directory\. Did you mean host\?/,
  ],
  [
    'a comparison with one side',
    ['compare', '20.10.24'],
    /^docknet: Missing required argument 'candidate'\. See docknet compare --help\.$/,
  ],
  [
    'a comparison with what is not there',
    ['compare', 'reports/nothing', '28.5.2'],
    /^docknet: No run or baseline "reports\/nothing"\. Name a run's directory.* or a baseline/,
  ],
  [
    'another iptables than there are',
    ['run', '--iptables', 'nft'],
    /^docknet: --iptables nft: the only value is legacy\./,
  ],
  [
    'legacy iptables for the machine itself',
    ['prove', '--iptables', 'legacy', '--engine', 'host'],
    /^docknet: --iptables legacy applies to labs; --engine host uses this machine’s iptables/,
  ],
  ['no workers', ['run', '--workers', '0'], /^docknet: --workers 0: pass a whole number of labs, 1 or more\.$/],
  ['a trace of nothing', ['trace'], /^docknet: Specify a container or --network NAME\./],
  ['a trace for no time', ['trace', 'web', '--for', 'soon'], /^docknet: --for soon: pass a time from 1ms to 24h/],
  ['a trace for longer than a day', ['trace', 'web', '--for', '25h'], /^docknet: --for 25h: pass a time/],
  [
    'a trace that keeps too little',
    ['trace', 'web', '--snaplen', '20'],
    /^docknet: --snaplen 20: pass a whole number of bytes, 64 to 262144\.$/,
  ],
  [
    'a trace of another machine',
    ['trace', 'web', '--host', 'tcp://192.0.2.1'],
    /^docknet: --host tcp:\/\/192\.0\.2\.1: docknet records on the machine of the engine\./,
  ],
  [
    'a trace with a command and nowhere to run it',
    ['trace', '--network', 'app', '--', 'true'],
    /^docknet: -- true: specify the container/,
  ],
  ['a trace with no command after --', ['trace', 'web', '--'], /^docknet: No command after --\./],
  ['half a worker', ['run', '--workers', '1.5'], /^docknet: --workers 1\.5: pass a whole number/],
  [
    'a time that is none',
    ['run', '--engine-timeout', 'soon'],
    /^docknet: --engine-timeout soon: pass a number of seconds above 0\.$/,
  ],
  [
    'the machine’s engine without a yes',
    ['run', '--engine', 'host', 'nat'],
    joinPatterns(
      /^docknet: --engine host changes this machine.*\n.*veth pair.*\n.*docknet\.run.*\n/,
      /.*firewall rules.*\n.*docknet_trace.*\n.*Pass --yes/,
    ),
  ],
] as const) {
  test.serial(`${what}: exit status 2 and one message`, async (t) => {
    const { exitCode, stderr } = await docknet(args);
    t.is(exitCode, 2);
    t.regex(stderr, message);
  });
}

const records = [
  ['a record that is not there', null, /there is no record at .*docknet run/],
  ['a record cut short', '{"schema":"docknet-record/3","run":{', /not whole JSON: it was cut short/],
  ['a foreign file', '{"name":"something else"}', /JSON but no record of docknet's/],
  ['a record of a later version', '{"schema":"docknet-record/4"}', /version "4", and this docknet reads version 3/],
  ['a damaged record with a terminal’s commands in it', '{"schema":"docknet-record/3","\\u001b[2J":1}', /damaged/],
] as const;
for (const command of ['report', 'judge']) {
  for (const [what, text, message] of records) {
    test.serial(`docknet ${command} of ${what}: exit status 2 and one message`, async (t) => {
      const directory = await temporaryDirectory(t);
      if (text !== null) await writeFile(join(directory, 'record.json'), text);
      const { exitCode, stdout, stderr } = await docknet([command, directory]);
      t.is(exitCode, 2);
      t.regex(stderr, message);
      t.false(stderr.includes('\u001b'));
      t.is(stdout, '');
    });
  }
}
