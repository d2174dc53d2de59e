import { execa } from 'execa';
import { commandLine } from './quote.js';

/**
 * Where the system's tools are. npm puts node_modules/.bin in front of PATH, and a package there may carry a tool's name: ava's
 * dependency @vercel/nft installs an "nft" that prints nothing and exits 0.
 */
export const environment = {
  ...process.env,
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};

/** Milliseconds for a command that is to come to its end: a guard against one that hangs, not a judgement of a busy machine. */
export const longEnough = 30_000;

/** What came of a command. A status that is not 0 is a fact, not an error. */
export interface CommandResult {
  /** As a person would type it at the place. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; null where it was ended by a signal or could not be started. */
  readonly status: number | null;
  readonly milliseconds: number;
}

/** A way into a place: what to put in front of a command so that it runs there. */
export type Entry = readonly string[];

/**
 * Runs a command at a place. It ends with this process (PR_SET_PDEATHSIG), whatever becomes of us.
 *
 * @param within Milliseconds before it is killed.
 */
export async function runAt(
  entry: Entry,
  argv: readonly string[],
  within = longEnough,
  input?: string,
): Promise<CommandResult> {
  const started = performance.now();
  const result = await execa('setpriv', ['--pdeathsig', 'KILL', '--', ...entry, ...argv], {
    env: environment,
    extendEnv: false,
    reject: false,
    timeout: within,
    killSignal: 'SIGKILL',
    stripFinalNewline: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  return {
    command: commandLine(argv),
    stdout: result.stdout,
    stderr: result.stderr + ownWords(result, within),
    status: result.exitCode ?? null,
    milliseconds: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** What docknet has to add: that it ended the command, or that there was none to start. */
function ownWords(
  result: {
    readonly timedOut: boolean;
    readonly failed: boolean;
    readonly exitCode?: number | undefined;
    readonly signal?: string | undefined;
    readonly shortMessage?: string | undefined;
  },
  within: number,
): string {
  if (result.timedOut) return endedByDocknet(within);
  return result.failed && result.exitCode === undefined && result.signal === undefined
    ? (result.shortMessage ?? '')
    : '';
}

/** What is added to the standard error of a command that had its time. */
export const endedByDocknet = (within: number) => `(ended by docknet after ${within} ms)`;
