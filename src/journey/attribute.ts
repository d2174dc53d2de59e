import { extractHeader, toReplyKey, type ChainPass, type FirewallTrace, type RuleStep } from '../netfilter/index.js';
import { findByCounter, type TracedJourney } from './by-counter.js';
import { checkConntrack, findTranslated, FlowRules, type FlowRule } from './nat-rules.js';
import { pairTraversals } from './pairing.js';
import { findHookPositions, type Traversal } from './traversal.js';
import type { AppliedRule, Ending, Journey } from './types.js';

/** What one namespace's trace shows of one journey. */
interface Attribution {
  readonly rules: readonly AppliedRule[];
  readonly end: Ending | null;
  readonly caveat: string | null;
}

/**
 * Adds to each journey the rules that handled it, the rule that ended it, and why rules may be missing. A journey
 * that no traced namespace saw, or of something that is not traced, is returned unchanged. A journey with no rules
 * passed no chain: a bridge carried it while bridge-nf-call-iptables was 0.
 *
 * @param flows Flows of earlier parts of the trace, if there is one trace and it is attributed part by part.
 */
export function attributeRules(
  journeys: readonly Journey[],
  traces: readonly FirewallTrace[],
  flows?: FlowRules,
): Journey[] {
  const attributions = new Map<Journey, Attribution[]>();
  for (const trace of traces) {
    for (const [journey, attribution] of attributeTrace(journeys, trace, flows ?? new FlowRules())) {
      const known = attributions.get(journey);
      if (known === undefined) attributions.set(journey, [attribution]);
      else known.push(attribution);
    }
  }
  return journeys.map((journey) => {
    const own = attributions.get(journey);
    if (own === undefined) return journey;
    const rules = own.flatMap((one) => one.rules).sort((a, b) => a.afterHop - b.afterHop);
    const end = own.find((one) => one.end !== null)?.end ?? journey.end;
    const caveat = [journey.caveat ?? [], ...own.map((one) => one.caveat ?? [])].flat().join('; ');
    return { ...journey, rules, ...(end === undefined ? {} : { end }), ...(caveat === '' ? {} : { caveat }) };
  });
}

function attributeTrace(
  journeys: readonly Journey[],
  trace: FirewallTrace,
  flows: FlowRules,
): Map<Journey, Attribution> {
  const { traversals, ambiguous, all } = pairTraversals(journeys, trace);
  const points = new Set(trace.points.map((point) => point.name));
  const owners = new Map(
    [...traversals].flatMap(([journey, own]) => own.map((traversal) => [traversal, journey] as const)),
  );
  const flowRules = new Map(
    all.map((traversal) => [traversal, flows.next(traversal, quotedReplyKey(owners.get(traversal)))]),
  );
  const attributions = new Map<Journey, Attribution>();
  const traced: TracedJourney[] = [];
  for (const journey of journeys) {
    const canBeTraced = ({ point, packet }: Journey['hops'][number]) =>
      points.has(point) && extractHeader(packet) !== null && (trace.ipv6 || packet.ip?.version === 4);
    if (!journey.hops.some(canBeTraced)) continue;
    const found = traversals.get(journey) ?? [];
    const incomplete = new Set(found.filter((traversal) => isIncomplete(journey, traversal)));
    const own = found.map((traversal) =>
      incomplete.has(traversal) && (trace.caveat ?? trace.mismatch) !== null ? withoutLastPass(traversal) : traversal,
    );
    const isAmbiguous = ambiguous.has(journey);
    const caveats = listCaveats(trace, own, {
      isAmbiguous,
      isIncomplete: incomplete.size > 0,
      lacksFlow: found.some((traversal) => flowRules.get(traversal) === null),
    });
    const rules = own.flatMap((traversal, n) => listRules(journey, traversal, flowRules.get(found[n]!) ?? []));
    const end = findEnd(journey, own, rules, trace);
    const isTraced = !isAmbiguous && own.length > 0 && incomplete.size === 0 && own.every(({ whole }) => whole);
    traced.push({ journey, traced: isTraced, endedBy: end?.rule ?? null });
    // If only some networks are traced, no trace of a packet says nothing about it.
    if (own.length === 0 && caveats.length === 0 && trace.networks !== null) continue;
    attributions.set(journey, { rules, end, caveat: caveats.length === 0 ? null : caveats.join('; ') });
  }
  if ((trace.caveat ?? trace.mismatch) === null) return attributions;
  for (const [journey, rule] of findByCounter(traced, trace)) {
    const known = attributions.get(journey)!;
    const end = { point: journey.hops[rule.afterHop]!.point, rule };
    attributions.set(journey, { ...known, rules: [...known.rules, rule], end });
  }
  return attributions;
}

/** Lists why a journey's rules may be incomplete. */
function listCaveats(
  trace: FirewallTrace,
  own: readonly Traversal[],
  found: { readonly isAmbiguous: boolean; readonly isIncomplete: boolean; readonly lacksFlow: boolean },
): string[] {
  const isPartial = own.length === 0 || own.some(({ whole }) => !whole);
  return [
    ...(found.isAmbiguous ? ['it looks like other packets, of which not every one was traced'] : []),
    ...(trace.caveat !== null && isPartial ? [trace.caveat] : []),
    ...(found.isIncomplete ? ['the trace of it breaks off'] : []),
    ...new Set(own.flatMap(({ passes }) => passes.flatMap(({ caveat }) => caveat ?? []))),
    ...(trace.mismatch === null ? [] : [trace.mismatch]),
    ...(found.lacksFlow
      ? ['its flow began before the trace did, so which rule of nat translated it is not known']
      : []),
  ];
}

/** True if a chain has no end, or the packet was seen to go on after the last chain in the trace. */
function isIncomplete(journey: Journey, traversal: Traversal): boolean {
  const { trace, passes, left } = traversal;
  if (passes.some((pass) => !pass.complete)) return true;
  if (left !== null) return false;
  const points = new Set(trace.points.map((point) => point.name));
  return journey.hops.slice(findHookPositions(journey, traversal)('forward') + 1).some((hop) => points.has(hop.point));
}

/** If messages were lost, the last chain of the trace may have the end of another packet's: the kernel reuses ids. */
const withoutLastPass = (traversal: Traversal): Traversal => ({
  ...traversal,
  passes: traversal.passes.length > 1 ? traversal.passes.slice(0, -1) : traversal.passes,
});

/** Returns, for an ICMP error, the flow key of a reply to the packet that it quotes. */
function quotedReplyKey(journey: Journey | undefined): string | null {
  const quoted = journey?.hops[0]?.packet.icmp?.quoted ?? null;
  const header = quoted === null ? null : extractHeader(quoted);
  return header === null ? null : toReplyKey(header);
}

const hooks = ['prerouting', 'output', 'input', 'forward', 'postrouting'] as const;

function listRules(journey: Journey, traversal: Traversal, flowRules: readonly FlowRule[]): AppliedRule[] {
  const positionOf = findHookPositions(journey, traversal);
  const isError = quotedReplyKey(journey) !== null;
  const translated = isError ? null : findTranslated(journey, traversal, positionOf('postrouting'));
  return hooks.flatMap((hook) => {
    const afterHop = positionOf(hook);
    const passes = traversal.passes.filter((pass) => pass.hook === hook);
    const isDropped = passes.some(({ dropped }) => dropped);
    const traced = passes.flatMap((pass) =>
      pass.steps.map((step): AppliedRule => ({
        ...{ afterHop, hook, ...describeStep(step, pass), certainty: 'traced' },
        ...(isDropped && !pass.dropped && step.verdict === 'ACCEPT' && step.rule.position !== null
          ? { overruled: true }
          : {}),
      })),
    );
    const fromFlow = flowRules
      .filter((step) => step.hook === hook)
      .map(({ undone, flow, ...step }): AppliedRule => ({
        ...{ afterHop, hook, ...describeStep(step, step) },
        ...checkConntrack(flow, traversal.entered, translated, traversal.trace.conntrack),
        ...(undone ? { undone } : {}),
      }));
    return [...traced, ...fromFlow];
  });
}

/** Describes a rule's step for a reader. iptables' own tables have fixed priorities. */
function describeStep(
  { rule: { table, chain, position, text }, verdict, element }: RuleStep,
  { priority }: Pick<ChainPass, 'priority'>,
): Pick<AppliedRule, 'table' | 'chain' | 'priority' | 'position' | 'text' | 'element' | 'verdict'> {
  return {
    ...{ table, chain, position, text, verdict },
    ...(table.includes(' ') ? { priority } : {}),
    ...(element === undefined ? {} : { element }),
  };
}

/** Finds where the packet ended, by its last traversal here. */
function findEnd(
  journey: Journey,
  own: readonly Traversal[],
  rules: readonly AppliedRule[],
  trace: FirewallTrace,
): Ending | null {
  const last = own[own.length - 1];
  const final = last?.passes[last.passes.length - 1];
  if (last === undefined || final === undefined) return null;
  const afterHop = findHookPositions(journey, last)(final.hook);
  const point = journey.hops[afterHop]?.point;
  if (point === undefined || afterHop !== journey.hops.length - 1) return null;
  if (final.dropped) {
    const isDrop = ({ certainty, verdict }: AppliedRule) =>
      certainty === 'traced' && (verdict === 'DROP' || verdict === 'REJECT');
    return { point, rule: rules.findLast(isDrop) ?? null };
  }
  // It came in, no rule dropped it, and it reached neither a socket nor a way out: routing discarded it.
  const wasDiscarded =
    last.left === null && final.complete && trace.caveat === null && !isGroup(last.entered.destination);
  return wasDiscarded ? { point, rule: null } : null;
}

/** True for multicast and limited broadcast, which have many ends. */
function isGroup(address: string): boolean {
  return Number(address.split('.')[0]) >= 224;
}
