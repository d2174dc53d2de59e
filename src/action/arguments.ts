import type { Inputs } from './inputs.js';

/** Where a run is written and reads engines and kernels from. */
export interface RunPlaces {
  readonly reports: string;
  readonly engines: string;
  readonly kernels: string;
}

/** Returns the arguments of `docknet run`. `--name=value` and `--`: a value that begins with "-" is no option. */
export function formatArguments(inputs: Inputs, { reports, engines, kernels }: RunPlaces): string[] {
  const option = (name: string, value: string | null) => (value === null ? [] : [`--${name}=${value}`]);
  return [
    ...['run', '--json', `--output=${reports}`, `--engine-cache=${engines}`],
    ...inputs.engines.flatMap((name) => option('engine', name)),
    ...(inputs.kernels.length === 0 ? [] : option('kernel-cache', kernels)),
    ...inputs.kernels.flatMap((name) => option('kernel', name)),
    ...inputs.firewallBackends.flatMap((name) => option('firewall-backend', name)),
    ...option('daemon-config', inputs.daemonConfig),
    ...inputs.suites.flatMap((directory) => option('suites', directory)),
    ...formatBaseline(inputs),
    ...option('shard', inputs.shard),
    ...formatReporters(inputs),
    '--',
    ...inputs.checks,
  ];
}

/** Returns the arguments of `docknet merge`. Without a reporter of the user's it writes pages, as a run does. */
export function formatMerge(inputs: Inputs, reports: string, directories: readonly string[]): string[] {
  const reporters = formatReporters(inputs);
  const all = [...(reporters.length === 0 ? ['--reporter=html'] : reporters), '--reporter=json'];
  return ['merge', `--output=${reports}`, ...formatBaseline(inputs), ...all, '--', ...directories];
}

/** Returns the baseline as an option. */
export const formatBaseline = ({ baseline }: Inputs): string[] =>
  baseline === null ? [] : baseline === 'none' ? ['--no-baseline'] : [`--baseline=${baseline}`];

/** Returns the reporters as options. "json" alone is docknet.json, which the action always writes. */
const formatReporters = ({ reporters }: Inputs): string[] =>
  reporters
    .filter(({ name, file }) => name !== 'json' || file !== null)
    .map(({ name, file }) => `--reporter=${name}${file === null ? '' : `=${file}`}`);
