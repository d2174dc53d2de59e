import { extractHeader, toReplyKey, type FirewallTrace } from '../netfilter/index.js';
import { behind, flowCertainty } from './by-conntrack.js';
import { byCounter, type KnownWay } from './by-counter.js';
import { FlowRules } from './flow-rules.js';
import { pair } from './pairing.js';
import type { Traversal } from './traversal.js';
import type { Ending, Journey, AppliedRule } from './types.js';
import { whereabouts } from './whereabouts.js';

/** What one namespace's trace says of one journey. */
interface Told {
  readonly rules: readonly AppliedRule[];
  readonly end: Ending | null;
  readonly doubt: string | null;
}

/**
 * Adds to each journey the rules that handled it, where it ended by one, and why there may be more than is said. A journey that no
 * traced namespace saw, and one of something else than IPv4, stays as it is; a journey with no rules is one that no chain saw:
 * what a bridge carries while bridge-nf-call-iptables is 0.
 *
 * @param flows What is known of flows from an earlier part of the trace, where it is told part by part; there is one trace then.
 */
export function attributeRules(
  journeys: readonly Journey[],
  traces: readonly FirewallTrace[],
  flows?: FlowRules,
): Journey[] {
  const told = new Map<Journey, Told[]>();
  for (const trace of traces) {
    for (const [journey, said] of tell(journeys, trace, flows ?? new FlowRules())) {
      const known = told.get(journey);
      if (known === undefined) told.set(journey, [said]);
      else known.push(said);
    }
  }
  return journeys.map((journey) => {
    const said = told.get(journey);
    if (said === undefined) return journey;
    const rules = said.flatMap((one) => one.rules).sort((a, b) => a.afterHop - b.afterHop);
    const end = said.find((one) => one.end !== null)?.end ?? journey.end;
    const doubt = [
      ...(journey.caveat === undefined ? [] : [journey.caveat]),
      ...said.flatMap((one) => one.doubt ?? []),
    ].join('; ');
    return { ...journey, rules, ...(end === undefined ? {} : { end }), ...(doubt === '' ? {} : { caveat: doubt }) };
  });
}

function tell(journeys: readonly Journey[], trace: FirewallTrace, flows: FlowRules): Map<Journey, Told> {
  const { of, ambiguous, all } = pair(journeys, trace);
  const here = new Set(trace.points.map((point) => point.name));
  const owner = new Map([...of].flatMap(([journey, list]) => list.map((traversal) => [traversal, journey] as const)));
  const translated = new Map(
    all.map((traversal) => [traversal, flows.next(traversal, repliedFlow(owner.get(traversal)))]),
  );
  const told = new Map<Journey, Told>();
  const ways: KnownWay[] = [];
  for (const journey of journeys) {
    if (!journey.hops.some((hop) => here.has(hop.point) && extractHeader(hop.packet) !== null)) continue;
    const found = of.get(journey) ?? [];
    const broken = new Set(found.filter((traversal) => breaksOff(journey, traversal)));
    const mine = found.map((traversal) =>
      broken.has(traversal) && (trace.caveat ?? trace.mismatch) !== null ? withoutLast(traversal) : traversal,
    );
    const doubts: string[] = [];
    if (ambiguous.has(journey)) doubts.push('it looks like other packets, of which not every one was traced');
    if (trace.caveat !== null && (mine.length === 0 || mine.some((traversal) => !traversal.whole)))
      doubts.push(trace.caveat);
    if (broken.size > 0) doubts.push('the trace of it breaks off');
    doubts.push(...new Set(mine.flatMap(({ passes }) => passes.flatMap(({ caveat: unsure }) => unsure ?? []))));
    if (trace.mismatch !== null) doubts.push(trace.mismatch);
    if (found.some((traversal) => translated.get(traversal) === null))
      doubts.push('its flow began before the trace did, so which rule of nat translated it is not known');
    const rules = mine.flatMap((traversal, n) => rulesOf(journey, traversal, translated.get(found[n]!) ?? []));
    const end = endOf(journey, mine, rules, trace);
    const traced = !ambiguous.has(journey) && mine.length > 0 && broken.size === 0 && mine.every(({ whole }) => whole);
    ways.push({ journey, traced, endedBy: end?.rule ?? null });
    // Where only some networks are traced, silence about a packet says nothing.
    if (mine.length === 0 && doubts.length === 0 && trace.networks !== null) continue;
    told.set(journey, { rules, end, doubt: doubts.length === 0 ? null : doubts.join('; ') });
  }
  if ((trace.caveat ?? trace.mismatch) === null) return told;
  for (const [journey, rule] of byCounter(ways, trace)) {
    const known = told.get(journey)!;
    told.set(journey, {
      ...known,
      rules: [...known.rules, rule],
      end: { point: journey.hops[rule.afterHop]!.point, rule },
    });
  }
  return told;
}

/** A chain without its end, or a packet that was seen to go on after what the trace tells last. */
function breaksOff(journey: Journey, traversal: Traversal): boolean {
  const { trace, passes, left } = traversal;
  if (passes.some((pass) => !pass.complete)) return true;
  if (left !== null) return false;
  const here = new Set(trace.points.map((point) => point.name));
  return journey.hops.slice(whereabouts(journey, traversal)('forward') + 1).some((hop) => here.has(hop.point));
}

/** Where messages were lost, the last chain that is told of may have the end of another packet's: ids are used again. */
const withoutLast = (traversal: Traversal): Traversal => ({
  ...traversal,
  passes: traversal.passes.length > 1 ? traversal.passes.slice(0, -1) : traversal.passes,
});

/** For an ICMP error, the flow of a reply to the packet that it quotes. */
function repliedFlow(journey: Journey | undefined): string | null {
  const quoted = journey?.hops[0]?.packet.icmp?.quoted ?? null;
  const header = quoted === null ? null : extractHeader(quoted);
  return header === null ? null : toReplyKey(header);
}

const hooks = ['prerouting', 'output', 'input', 'forward', 'postrouting'] as const;

function rulesOf(
  journey: Journey,
  traversal: Traversal,
  byFlow: NonNullable<ReturnType<FlowRules['next']>>,
): AppliedRule[] {
  const after = whereabouts(journey, traversal);
  const seen = repliedFlow(journey) === null ? behind(journey, traversal, after('postrouting')) : null;
  return hooks.flatMap((hook) => [
    ...traversal.passes
      .filter((pass) => pass.hook === hook)
      .flatMap((pass) =>
        pass.steps.map(({ rule, verdict }): AppliedRule => {
          const { table, chain, position, text } = rule;
          return { afterHop: after(hook), hook, table, chain, position, text, verdict, certainty: 'traced' };
        }),
      ),
    ...byFlow
      .filter((step) => step.hook === hook)
      .map(({ rule: { table, chain, position, text }, verdict, undone, flow }): AppliedRule => ({
        afterHop: after(hook),
        hook,
        table,
        chain,
        position,
        text,
        verdict,
        ...flowCertainty(flow, traversal.entered, seen, traversal.trace.conntrack),
        ...(undone ? { undone } : {}),
      })),
  ]);
}

/** Where the packet went no further, by its last traversal here. */
function endOf(
  journey: Journey,
  mine: readonly Traversal[],
  rules: readonly AppliedRule[],
  trace: FirewallTrace,
): Ending | null {
  const last = mine[mine.length - 1];
  const final = last?.passes[last.passes.length - 1];
  if (last === undefined || final === undefined) return null;
  const after = whereabouts(journey, last)(final.hook);
  const point = journey.hops[after]?.point;
  if (point === undefined || after !== journey.hops.length - 1) return null;
  if (final.dropped)
    return {
      point,
      rule:
        rules.findLast(
          ({ certainty, verdict }) => certainty === 'traced' && (verdict === 'DROP' || verdict === 'REJECT'),
        ) ?? null,
    };
  // It came in, no rule dropped it, and it reached neither a socket's door nor a way out: routing gave it up.
  const stuck = last.left === null && final.complete && trace.caveat === null && !isGroup(last.entered.destination);
  return stuck ? { point, rule: null } : null;
}

/** Multicast and limited broadcast have many ends. */
function isGroup(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first >= 224;
}
