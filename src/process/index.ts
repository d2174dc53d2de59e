export {
  commandLine,
  defaultTimeoutMs,
  describeExit,
  describeTimeout,
  ProcessError,
  quote,
  runCommand,
  runOrThrow,
  systemEnvironment,
} from './command.js';
export type { CommandOptions, CommandPrefix, CommandResult, ProcessExit } from './command.js';
export { ForkedProcess, forkProcess } from './fork.js';
export type { ForkOptions } from './fork.js';
export { ManagedProcess, startProcess, startService } from './running.js';
export type { StartOptions } from './running.js';
export { answerLimitMs, scaleMs, timeScaleVariable } from './time-scale.js';
export { ShellSession } from './shell-session.js';
