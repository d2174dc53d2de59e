import type { Roles } from './roles.js';
import type { Change } from './types.js';

/**
 * Describes the result of each call, ping and lookup among what a check's traffic returned, one line each, named by its
 * key. Expectations judge whatever else a check returned (listings, processes), and those are compared.
 */
export function describeOutcomes(outcome: unknown, roles: Roles, key = ''): string[] {
  if (typeof outcome !== 'object' || outcome === null) return [];
  const line = describeOutcome(outcome as Readonly<Record<string, unknown>>, roles);
  if (line !== null) return [key === '' ? line : `${key}: ${line}`];
  return Object.entries(outcome).flatMap(([name, value]) =>
    describeOutcomes(value, roles, key === '' ? name : `${key}.${name}`),
  );
}

function describeOutcome(outcome: Readonly<Record<string, unknown>>, finalRoles: Roles): string | null {
  const { kind, from, to, answered, ttl, result, client, name, addresses, at } = outcome;
  const roles = typeof at === 'number' ? finalRoles.at(BigInt(at) * 1_000_000n) : finalRoles;
  const role = (value: unknown): string => roles.replaceIn(String(value));
  switch (kind) {
    case 'ping': {
      const answer = answered === true ? `answered with TTL ${String(ttl)}` : 'no answer';
      return `${role(from)}’s ping to ${role(to)}: ${answer}`;
    }
    case 'call': {
      const seenAs =
        typeof client === 'object' && client !== null && 'address' in client ? `, seen as ${role(client.address)}` : '';
      return `${role(from)}’s request to ${role(to)}: ${role(result)}${seenAs}`;
    }
    case 'lookup': {
      const found = Array.isArray(addresses) ? addresses.map(role).sort() : [];
      return `${role(from)} asks for ${role(name)}: ${found.length === 0 ? 'no address' : found.join(', ')}`;
    }
    default:
      return null;
  }
}

/** Splits a line of an outcome into what was done, `there: client’s request to host port 8080`, and its result. */
export function splitOutcome(line: string): readonly [subject: string, result: string] {
  const colon = line.lastIndexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
}

/**
 * Returns whether a ping, request or lookup is answered in one run alone: `lost` if it was answered in the base and
 * is not in the candidate, `gained` for the reverse, `lost` for both. It does not matter what the document says: a
 * fix also cuts off a service that relied on the old behaviour.
 */
export function compareReach({ base, candidate }: Change['outcomes']): Change['reach'] {
  const resultsBefore = new Map(base.map(splitOutcome));
  const answers = candidate.map(splitOutcome).flatMap(([subject, result]) => {
    const before = resultsBefore.get(subject);
    return before === undefined ? [] : [[isAnswered(before), isAnswered(result)] as const];
  });
  if (answers.some(([before, now]) => before && !now)) return 'lost';
  return answers.some(([before, now]) => !before && now) ? 'gained' : null;
}

/** Selects the candidate's outcome to report first: one that lost its answer, then one that gained one, then any. */
export function selectOutcome({ base, candidate }: Change['outcomes']): string | undefined {
  const reach = (line: string) => compareReach({ base, candidate: [line] });
  return (
    candidate.find((line) => reach(line) === 'lost') ??
    candidate.find((line) => reach(line) === 'gained') ??
    candidate[0]
  );
}

const isAnswered = (result: string): boolean => !/^(?:no answer|no address|refused|timed out|unreachable)/.test(result);
