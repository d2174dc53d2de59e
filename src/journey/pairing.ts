import { extractHeader, type FirewallTrace } from '../netfilter/index.js';
import { findTraversals, headerKey, type Traversal } from './traversal.js';
import type { Journey } from './types.js';

/** The journeys of one namespace's traversals. */
export interface Pairing {
  /** A journey's traversals, in order. */
  readonly traversals: ReadonlyMap<Journey, readonly Traversal[]>;
  /** Journeys that look alike, if the number of traced packets differs from the number of seen ones. */
  readonly ambiguous: ReadonlySet<Journey>;
  /** Every traversal, paired or not. */
  readonly all: readonly Traversal[];
}

/**
 * Finds the journey of each traversal by the IP header: as it entered for a packet that came in, as it left for a
 * local one. Of packets that look alike (a kernel sends many with IP id 0) the k-th traced is the k-th seen, if as
 * many were traced as seen. If not, none is paired unless the same rules handled them all.
 */
export function pairTraversals(journeys: readonly Journey[], trace: FirewallTrace): Pairing {
  const all = findTraversals(trace);
  const points = new Set(trace.points.map((point) => point.name));
  const byHeader = new Map<string, Set<Journey>>();
  for (const journey of journeys) {
    for (const hop of journey.hops) {
      const header = points.has(hop.point) ? extractHeader(hop.packet) : null;
      if (header === null) continue;
      for (const key of header.ipId === 0 ? [headerKey(header)] : [headerKey(header), datagramKey(header)]) {
        const known = byHeader.get(key) ?? new Set();
        byHeader.set(key, known.add(journey));
      }
    }
  }
  const traversals = new Map<Journey, Traversal[]>();
  const ambiguous = new Set<Journey>();
  for (const [key, alike] of groupByHeader(all)) {
    const candidates = findCandidates(alike[0]!, key, byHeader);
    const haveSameRules = new Set(alike.map(rulesKey)).size === 1;
    if (candidates.length !== alike.length && !(haveSameRules && candidates.length <= alike.length)) {
      if (alike.length > 0) for (const journey of candidates) ambiguous.add(journey);
      continue;
    }
    for (const [n, journey] of candidates.entries()) {
      const known = traversals.get(journey) ?? [];
      known.push(alike[n]!);
      traversals.set(journey, known);
    }
  }
  return { traversals, ambiguous, all };
}

/**
 * Returns the possible journeys of a traversal: by the header with which it entered, else by the one with which it
 * left (the interface it came in by may be no point).
 */
function findCandidates(
  { entered, left }: Traversal,
  key: string,
  byHeader: ReadonlyMap<string, ReadonlySet<Journey>>,
): readonly Journey[] {
  const exact =
    byHeader.get(key.slice(key.indexOf('|') + 1)) ?? (left === null ? undefined : byHeader.get(headerKey(left)));
  if (exact !== undefined) return [...exact];
  const whole = [...(byHeader.get(datagramKey(left ?? entered)) ?? [])];
  return whole.length === 1 ? whole : [];
}

function groupByHeader(all: readonly Traversal[]): Map<string, Traversal[]> {
  const groups = new Map<string, Traversal[]>();
  for (const traversal of all) {
    const { hook } = traversal.passes[0]!;
    const header = hook === 'output' ? traversal.left : traversal.entered;
    // A local packet that was dropped before it left: no point saw it.
    if (header === null) continue;
    const key = `${hook}|${headerKey(header)}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [traversal]);
    else known.push(traversal);
  }
  return groups;
}

/** Returns the key of a datagram that conntrack reassembled from its fragments, whose length is then another. */
function datagramKey({
  source,
  destination,
  protocol,
  ttl,
  ipId,
}: NonNullable<ReturnType<typeof extractHeader>>): string {
  return ipId === 0 ? 'none' : `datagram ${source} ${destination} ${protocol} ${ttl} ${ipId}`;
}

/** Returns a key of the rules that handled a packet. */
function rulesKey({ passes }: Traversal): string {
  return passes
    .map(
      ({ hook, steps }) =>
        `${hook} ${steps.map(({ rule, verdict }) => `${rule.table} ${rule.text} ${verdict}`).join(' ')}`,
    )
    .join('; ');
}
