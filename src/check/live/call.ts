import type { CommandResult } from '../../process/index.js';
import type { Call } from '../words/outcome.js';

/** Describes a request from what its program printed, and the page that it got. */
export function describeCall(
  from: string,
  to: string,
  { stderr, milliseconds }: Pick<CommandResult, 'stderr' | 'milliseconds'>,
  body: string,
): Call {
  const client = /^\[?(?:::ffff:)?([\d.]+|[\da-f:]+)\]? (\d+)$/m.exec(body);
  return {
    kind: 'call',
    from,
    to,
    client: client === null ? null : { address: client[1] ?? '', port: Number(client[2]) },
    result: client !== null ? 'answered' : resultOf(stderr),
    error: lastLine(stderr),
    milliseconds,
    at: Date.now(),
  };
}

function resultOf(stderr: string): Call['result'] {
  if (/refused/i.test(stderr)) return 'refused';
  return /unreach|no route/i.test(stderr) ? 'unreachable' : 'timed out';
}

/** Returns the last line of a program's stderr without its name; empty if docknet killed it at its limit. */
export function lastLine(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return last.startsWith('Command timed out') ? '' : last.replace(/^(?:wget|nc|ping): /, '');
}
