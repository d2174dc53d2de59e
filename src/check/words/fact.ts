import { isDeepStrictEqual } from 'node:util';
import type { FactExpectation } from '../expectation.js';

const format = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Two things are the same: `same('the server sees the client at', call.seenAs, web.gateway)`. */
export function same(what: string, seen: unknown, expected: unknown): FactExpectation {
  return {
    expected: `${what} ${format(expected)}`,
    judge: () => ({ held: isDeepStrictEqual(seen, expected), seen: format(seen) }),
  };
}

/** Two things differ. */
export function different(what: string, one: unknown, other: unknown): FactExpectation {
  return {
    expected: `${what} differ`,
    judge: () => ({ held: !isDeepStrictEqual(one, other), seen: `${format(one)} and ${format(other)}` }),
  };
}

/** A statement that is true or not, with what was seen in words. */
export function that(statement: string, held: boolean, seen: unknown): FactExpectation {
  return { expected: statement, judge: () => ({ held, seen: format(seen) }) };
}
