import type { Change } from './types.js';

/** `there: client’s request to host port 8080` and what came of it, from a line of an outcome. */
export function halves(line: string): readonly [string, string] {
  const at = line.lastIndexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

/**
 * Whether somebody gets an answer on one side alone: `lost` where a ping, a request or a lookup was answered on the base and is not on the
 * candidate, `gained` the other way round; where both happen, lost. Whatever the document wants: a service that relied on it is cut off
 * by a fix as well.
 */
export function reachOf({ base, candidate }: Change['outcomes']): Change['reach'] {
  const before = new Map(base.map(halves));
  const both = candidate.map(halves).flatMap(([subject, now]) => {
    const was = before.get(subject);
    return was === undefined ? [] : [[answered(was), answered(now)] as const];
  });
  if (both.some(([was, now]) => was && !now)) return 'lost';
  return both.some(([was, now]) => !was && now) ? 'gained' : null;
}

/** The outcome of the candidate's that tells most: one that is answered no longer, then one that is answered only now, then any. */
export function tellingOutcome({ base, candidate }: Change['outcomes']): string | undefined {
  const alone = (line: string) => reachOf({ base, candidate: [line] });
  return (
    candidate.find((line) => alone(line) === 'lost') ??
    candidate.find((line) => alone(line) === 'gained') ??
    candidate[0]
  );
}

/** A ping and a request say so; a lookup is answered by an address. */
const answered = (result: string): boolean => !/^(?:no answer|no address|refused|timed out|unreachable)/.test(result);
