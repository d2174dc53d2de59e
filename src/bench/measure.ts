import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../process/index.js';

/** The compiled command. */
export const docknet = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** A command's run, measured by bash. */
export interface CommandTime {
  readonly seconds: number;
  /** User and system. */
  readonly cpuSeconds: number;
  readonly status: number;
  /** The last line of its standard output. */
  readonly output: string;
}

/** Runs a command and measures it. */
export async function timeCommand(argv: readonly string[]): Promise<CommandTime> {
  const { stdout, stderr, status } = await runCommand(
    ['bash', '-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...argv],
    { env: process.env, timeoutMs: 3_600_000 },
  );
  const [seconds = NaN, user = NaN, system = NaN] = lastLine(stderr).split(' ').map(Number);
  return { seconds, cpuSeconds: user + system, status: status ?? 1, output: lastLine(stdout) };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Prints the machine's cores and load, without which no figure says anything. */
export function printMachine(): void {
  process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'} at the start\n`);
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
