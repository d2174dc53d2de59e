import type { Roles } from './roles.js';

/**
 * What came of each call, ping and lookup among the things that a check's traffic returned, one line each, named by its
 * key. Whatever else a check brought back (listings, processes) is judged by its expectations, and these are compared.
 */
export function canonicalOutcome(outcome: unknown, roles: Roles, key = ''): string[] {
  if (typeof outcome !== 'object' || outcome === null) return [];
  const told = sentence(outcome as Readonly<Record<string, unknown>>, roles);
  if (told !== null) return [key === '' ? told : `${key}: ${told}`];
  return Object.entries(outcome).flatMap(([name, value]) =>
    canonicalOutcome(value, roles, key === '' ? name : `${key}.${name}`),
  );
}

function sentence(outcome: Readonly<Record<string, unknown>>, throughout: Roles): string | null {
  const { kind, from, to, answered, ttl, result, client, name, addresses, at } = outcome;
  const roles = typeof at === 'number' ? throughout.at(BigInt(at) * 1_000_000n) : throughout;
  const words = (value: unknown): string => roles.text(String(value));
  switch (kind) {
    case 'ping':
      return `${words(from)}’s ping to ${words(to)}: ${answered === true ? `answered with TTL ${String(ttl)}` : 'no answer'}`;
    case 'call': {
      const address =
        typeof client === 'object' && client !== null && 'address' in client
          ? `, seen as ${words(client.address)}`
          : '';
      return `${words(from)}’s request to ${words(to)}: ${words(result)}${address}`;
    }
    case 'lookup': {
      const found = Array.isArray(addresses) ? addresses.map(words).sort() : [];
      return `${words(from)} asks for ${words(name)}: ${found.length === 0 ? 'no address' : found.join(', ')}`;
    }
    default:
      return null;
  }
}
