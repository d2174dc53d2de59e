import type { TraceRequest } from '../../trace/index.js';
import { UsageError } from '../errors.js';

/** Options of `docknet trace`, as commander hands them over. */
export interface TraceOptions {
  readonly network?: readonly string[];
  readonly filter?: string;
  readonly for?: string;
  readonly snaplen?: string;
  readonly host?: string;
  readonly rules?: boolean;
  readonly output: string;
}

/** What a command line asks to be traced, read and checked. */
export interface TraceArguments extends Omit<TraceRequest, 'engine' | 'rules'> {
  /** Whether the rules on the way are to be named. */
  readonly rules: boolean;
  /** Path of the engine's socket. */
  readonly socket: string;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
/** What a timer holds (Node: 2^31 - 1 ms). */
const longest = 24 * 3_600_000;

/**
 * Reads a command line.
 *
 * @param words Containers, and after them the command that stood behind `--`, which commander leaves out.
 * @param line The whole command line, to find the `--` in.
 * @throws UsageError for what cannot be served.
 */
export function readArguments(
  words: readonly string[],
  options: TraceOptions,
  line: readonly string[],
  environment: NodeJS.ProcessEnv,
): TraceArguments {
  const dashes = line.indexOf('--');
  const command = dashes === -1 ? [] : line.slice(dashes + 1);
  const containers = words.slice(0, words.length - command.length);
  const networks = options.network ?? [];
  if (containers.length === 0 && networks.length === 0)
    throw new UsageError(
      'nothing is named to be traced: give a container, or --network with a network. "docker ps" lists containers. See docknet trace --help.',
    );
  if (dashes !== -1 && command.length === 0)
    throw new UsageError('there is no command behind the --. See docknet trace --help.');
  if (command.length > 0 && containers.length === 0)
    throw new UsageError(`-- ${command.join(' ')}: name the container to run it in before the --.`);
  return {
    containers,
    networks,
    command,
    filter: options.filter ?? '',
    rules: options.rules === true,
    snapLength: options.snaplen === undefined ? null : snapLengthOf(options.snaplen),
    durationMs: options.for === undefined ? null : millisecondsOf(options.for),
    socket: socketOf(options.host, environment),
  };
}

function millisecondsOf(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (units[unit] ?? NaN);
  if (!(milliseconds > 0) || milliseconds > longest)
    throw new UsageError(`--for ${text}: give a time from 1ms to 24h, such as 500ms, 10s, 5m or 1h.`);
  return milliseconds;
}

function snapLengthOf(text: string): number {
  const bytes = Number(text);
  if (!Number.isInteger(bytes) || bytes < 64 || bytes > 262_144)
    throw new UsageError(`--snaplen ${text}: give a whole number of bytes, 64 to 262144.`);
  return bytes;
}

function socketOf(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const [said, host] =
    option === undefined
      ? ['DOCKER_HOST', environment['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock']
      : ['--host', option];
  if (!host.startsWith('unix:///'))
    throw new UsageError(
      `${said} ${host}: docknet records on the machine that the engine runs on. Give that engine’s socket there, as unix:///PATH.`,
    );
  return host.slice('unix://'.length);
}
