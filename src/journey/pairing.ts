import { extractHeader, type FirewallTrace } from '../netfilter/index.js';
import { headerKey } from './header.js';
import { traversals, type Traversal } from './traversal.js';
import type { Journey } from './types.js';

/** The traversals of one namespace that are known to be a journey's, in order, and those that could be several journeys'. */
export interface Pairing {
  readonly of: ReadonlyMap<Journey, readonly Traversal[]>;
  /** Journeys that look alike and of which another number was traced than seen. */
  readonly ambiguous: ReadonlySet<Journey>;
  readonly all: readonly Traversal[];
}

/**
 * Finds the journey of each traversal by the IP header: as it entered, for a packet that came in; as it left, for one that was
 * made here. Of packets that look alike (a kernel sends many with IP id 0) the k-th traced is the k-th seen, where as many were
 * traced as seen; where not, none is anybody's unless the same rules handled them all.
 */
export function pair(journeys: readonly Journey[], trace: FirewallTrace): Pairing {
  const all = traversals(trace);
  const here = new Set(trace.points.map((point) => point.name));
  const seen = new Map<string, Set<Journey>>();
  for (const journey of journeys) {
    for (const hop of journey.hops) {
      const header = here.has(hop.point) ? extractHeader(hop.packet) : null;
      if (header === null) continue;
      for (const key of header.ipId === 0 ? [headerKey(header)] : [headerKey(header), wholeKey(header)]) {
        const known = seen.get(key) ?? new Set();
        seen.set(key, known.add(journey));
      }
    }
  }
  const of = new Map<Journey, Traversal[]>();
  const ambiguous = new Set<Journey>();
  for (const [key, alike] of grouped(all)) {
    const candidates = seenAs(alike[0]!, key, seen);
    const same = new Set(alike.map(way)).size === 1;
    if (candidates.length !== alike.length && !(same && candidates.length <= alike.length)) {
      if (alike.length > 0) for (const journey of candidates) ambiguous.add(journey);
      continue;
    }
    for (const [n, journey] of candidates.entries()) {
      const known = of.get(journey) ?? [];
      known.push(alike[n]!);
      of.set(journey, known);
    }
  }
  return { of, ambiguous, all };
}

/** The journeys that a traversal may be: as their packets looked where they entered, else where they left (the interface they came in by may be no point). */
function seenAs(
  { entered, left }: Traversal,
  key: string,
  seen: ReadonlyMap<string, ReadonlySet<Journey>>,
): readonly Journey[] {
  const exact = seen.get(key.slice(key.indexOf('|') + 1)) ?? (left === null ? undefined : seen.get(headerKey(left)));
  if (exact !== undefined) return [...exact];
  const whole = [...(seen.get(wholeKey(left ?? entered)) ?? [])];
  return whole.length === 1 ? whole : [];
}

function grouped(all: readonly Traversal[]): Map<string, Traversal[]> {
  const groups = new Map<string, Traversal[]>();
  for (const traversal of all) {
    const header = headerOfTraversal(traversal);
    // Made here and dropped before it left: no point saw it.
    if (header === null) continue;
    const key = `${traversal.passes[0]!.hook}|${headerKey(header)}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [traversal]);
    else known.push(traversal);
  }
  return groups;
}

const headerOfTraversal = ({ passes, entered, left }: Traversal) => (passes[0]!.hook === 'output' ? left : entered);

/** For a datagram that conntrack has put together from its fragments, whose length is then another. */
function wholeKey({ source, destination, protocol, ttl, ipId }: NonNullable<ReturnType<typeof extractHeader>>): string {
  return ipId === 0 ? 'none' : `datagram ${source} ${destination} ${protocol} ${ttl} ${ipId}`;
}

/** What handled it, to tell whether it matters which of several alike it was. */
function way({ passes }: Traversal): string {
  return passes
    .map(
      ({ hook, steps }) =>
        `${hook} ${steps.map(({ rule, verdict }) => `${rule.table} ${rule.text} ${verdict}`).join(' ')}`,
    )
    .join('; ');
}
