import type { TraceRequest } from '../../trace/index.js';
import { UsageError } from '../errors.js';

/** Options of `docknet trace`, as commander parses them. */
export interface TraceOptions {
  readonly network?: readonly string[];
  readonly filter?: string;
  readonly for?: string;
  readonly snaplen?: string;
  readonly host?: string;
  readonly rules?: boolean;
  readonly output: string;
}

/** What a command line asks to trace, checked. */
export interface TracePlan extends Omit<TraceRequest, 'engine' | 'rules'> {
  /** Whether to record which rules handle the packets. */
  readonly rules: boolean;
  /** Path of the engine's socket. */
  readonly socket: string;
}

/**
 * Reads and checks a command line.
 *
 * @param operands Containers, then the command after `--`; commander removes the `--`.
 * @param argv The whole command line, with the `--`.
 * @throws UsageError for a value that cannot be used.
 */
export function readTraceOptions(
  operands: readonly string[],
  options: TraceOptions,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): TracePlan {
  const separator = argv.indexOf('--');
  const command = separator === -1 ? [] : argv.slice(separator + 1);
  const containers = operands.slice(0, operands.length - command.length);
  const networks = options.network ?? [];
  if (containers.length === 0 && networks.length === 0)
    throw new UsageError(
      'Specify a container or --network NAME. "docker ps" lists containers. See docknet trace --help.',
    );
  if (separator !== -1 && command.length === 0) throw new UsageError('No command after --. See docknet trace --help.');
  if (command.length > 0 && containers.length === 0)
    throw new UsageError(`-- ${command.join(' ')}: specify the container to run it in before the --.`);
  return {
    containers,
    networks,
    command,
    filter: options.filter ?? '',
    rules: options.rules === true,
    snapLength: options.snaplen === undefined ? null : readSnapLength(options.snaplen),
    durationMs: options.for === undefined ? null : readDuration(options.for),
    socket: readSocket(options.host, environment),
  };
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
/** Below Node's longest timer, 2^31 - 1 ms. */
const maxDurationMs = 24 * 3_600_000;

function readDuration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (unitsMs[unit] ?? NaN);
  if (!(milliseconds > 0) || milliseconds > maxDurationMs)
    throw new UsageError(`--for ${text}: pass a time from 1ms to 24h, such as 500ms, 10s, 5m or 1h.`);
  return milliseconds;
}

function readSnapLength(text: string): number {
  const bytes = Number(text);
  if (!Number.isInteger(bytes) || bytes < 64 || bytes > 262_144)
    throw new UsageError(`--snaplen ${text}: pass a whole number of bytes, 64 to 262144.`);
  return bytes;
}

function readSocket(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const [source, host] =
    option === undefined
      ? ['DOCKER_HOST', environment['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock']
      : ['--host', option];
  if (!host.startsWith('unix:///'))
    throw new UsageError(
      `${source} ${host}: docknet records on the machine of the engine. ` +
        'Run it there, with the engine’s socket as unix:///PATH.',
    );
  return host.slice('unix://'.length);
}
