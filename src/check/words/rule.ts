import { countPackets, formatRule, type Rule } from '../../netfilter/index.js';
import type { RuleReference } from '../../record/index.js';
import type { Evidence, FactExpectation, FirewallEvidence } from '../expectation.js';
import { describeMissing, findWritten, reportMissing, type WrittenRule } from './rule-spelling.js';

/** A rule of the docker host's or a router's firewall, and what can be expected of it. */
export class RuleAssertions {
  private readonly place: string;
  /** "the nat rule POSTROUTING …". */
  private readonly name: string;
  private readonly line: Pick<FactExpectation, 'about' | 'iptablesOnly'>;

  /** @param router Key of the router whose rule it is; null for the docker host. */
  constructor(
    private readonly rule: WrittenRule,
    private readonly router: string | null = null,
  ) {
    this.line = { about: 'rules', iptablesOnly: router === null && rule.backend === 'iptables' };
    this.place = router === null ? '' : `${router}’s `;
    this.name = `${this.place === '' ? 'the ' : this.place}${rule.table} rule ${rule.text}`;
  }

  /** Expects the rule to be there after the traffic. */
  present(): FactExpectation {
    return {
      ...this.line,
      expected: `${this.place}${this.rule.table} has the rule ${this.rule.text}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = findWritten(e.after, this.rule);
        return found.length > 0
          ? { held: true, seen: found.map(describePosition).join('; '), rules: this.references(e, found) }
          : reportMissing(e.after, this.rule);
      },
    };
  }

  /** Expects the rule not to be there after the traffic. */
  absent(): FactExpectation {
    return {
      ...this.line,
      expected: `${this.place}${this.rule.table} has no rule ${this.rule.text}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = findWritten(e.after, this.rule);
        return {
          held: found.length === 0,
          seen:
            found.length === 0
              ? describeMissing(e.after, this.rule)
              : `it is there: ${found.map(describePosition).join('; ')}`,
          rules: this.references(e, found),
        };
      },
    };
  }

  /** Expects the rule to be the first of its chain. */
  first(): FactExpectation {
    return this.expectPosition('first in its chain', ({ position }) => position === 1);
  }

  /** Expects the rule to be the last of its chain. */
  last(): FactExpectation {
    return this.expectPosition(
      'last in its chain',
      (rule, firewall) => !listChain(firewall, rule).some(({ position }) => position > rule.position),
    );
  }

  /** Expects the rule to come before another one of the same chain. */
  precedes(other: RuleAssertions): FactExpectation {
    return this.expectPosition(`before ${other.rule.text}`, (rule, { after }) => {
      const others = findWritten(after, other.rule).filter(
        ({ table, chain }) => table === rule.table && chain === rule.chain,
      );
      return others.length > 0 && others.every(({ position }) => rule.position < position);
    });
  }

  /** Expects a rule of the nat table to handle this many new flows: nat rules see only a flow's first packet. */
  countedFlows(flows: number): FactExpectation {
    return this.expectCount(flows, `handled ${flows} new flow${flows === 1 ? '' : 's'}`);
  }

  /** Expects the rule to count exactly this many packets during the traffic. */
  countedPackets(packets: number): FactExpectation {
    return this.expectCount(packets, `counted ${packets} packet${packets === 1 ? '' : 's'}`);
  }

  /** Expects the rule to count at least one packet during the traffic. */
  matched(): FactExpectation {
    return {
      ...this.line,
      expected: `${this.name} matched`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = findWritten(e.after, this.rule);
        if (found.length === 0) return reportMissing(e.after, this.rule);
        const { packets, seen } = countAll(e, found);
        return { held: packets > 0, seen, rules: this.references(e, found) };
      },
    };
  }

  private expectPosition(
    position: string,
    isThere: (rule: Rule, firewall: FirewallEvidence) => boolean,
  ): FactExpectation {
    return {
      ...this.line,
      expected: `${this.name} is ${position}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = findWritten(e.after, this.rule);
        const [rule] = found;
        if (rule === undefined) return reportMissing(e.after, this.rule);
        const chain = listChain(e, rule).map(formatRule).join('; ');
        return {
          held: found.every((each) => isThere(each, e)),
          seen: `it is rule ${found.map(({ position }) => position).join(' and ')} of ${chain}`,
          rules: this.references(e, found),
        };
      },
    };
  }

  private expectCount(expected: number, statement: string): FactExpectation {
    return {
      ...this.line,
      expected: `${this.name} ${statement}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = findWritten(e.after, this.rule);
        if (found.length === 0) return reportMissing(e.after, this.rule);
        const { packets, seen, atLeast } = countAll(e, found);
        // On the machine's own engine others may use the rule too.
        const held = e.shared && expected > 0 ? packets >= expected : packets === expected && !atLeast;
        return { held, seen, rules: this.references(e, found) };
      },
    };
  }

  private firewallIn(evidence: Evidence): FirewallEvidence {
    const firewall = this.router === null ? evidence : evidence.routers?.[this.router];
    if (firewall === undefined)
      throw new Error(`The evidence has no firewall listing of ${this.router ?? 'the docker host'}.`);
    return firewall;
  }

  private references(e: FirewallEvidence, found: readonly Rule[]): RuleReference[] {
    return found.map((rule) => ({
      table: rule.table,
      chain: rule.chain,
      position: rule.position,
      text: formatRule(rule),
      packets: countRule(e, rule).packets,
    }));
  }
}

/** Lists the rules of the chain that has a rule. */
const listChain = ({ after }: FirewallEvidence, { table, chain }: Rule): readonly Rule[] =>
  after.chains.find((one) => one.table === table && one.name === chain)?.rules ?? [];

interface Count {
  readonly packets: number;
  /** How the packets are known, for a rule without a counter; empty with one. */
  readonly source: string;
  /** True if there may have been more. */
  readonly atLeast: boolean;
}

/** Counts a rule's packets during the traffic: by its counter, without one by the trace. */
function countRule({ before, after, traced }: FirewallEvidence, rule: Rule): Count {
  if (rule.nft?.hasCounter !== false)
    return { packets: countPackets(before, after, rule) ?? 0, source: '', atLeast: false };
  if (traced === undefined) return { packets: 0, source: 'it has no counter, and nothing was traced', atLeast: true };
  const { count, caveat } = traced();
  const missing = caveat === null ? '' : `, which is incomplete: ${caveat}`;
  return { packets: count(rule), source: `by the trace${missing}; it has no counter`, atLeast: caveat !== null };
}

function countAll(e: FirewallEvidence, found: readonly Rule[]): Omit<Count, 'source'> & { readonly seen: string } {
  const counts = found.map((rule) => countRule(e, rule));
  const packets = counts.reduce((sum, count) => sum + count.packets, 0);
  const sources = [...new Set(counts.flatMap(({ source }) => (source === '' ? [] : [source])))];
  const seen = `it counted ${packets} packet${packets === 1 ? '' : 's'}`;
  return {
    packets,
    seen: sources.length === 0 ? seen : `${seen} (${sources.join('; ')})`,
    atLeast: counts.some(({ atLeast }) => atLeast),
  };
}

/**
 * Marks a line about a rule of the check's own without which behaviour as expected proves nothing: a connection that
 * fails shows that a DROP works only if the DROP counted it. If it does not hold, the check is inconclusive.
 */
export const guard = (line: FactExpectation): FactExpectation => ({ ...line, guard: true });

/** Marks a line about listings of the host's iptables rules in a check whose claim is about behaviour. */
export const aboutRules = (line: FactExpectation): FactExpectation => ({ ...line, about: 'rules', iptablesOnly: true });

const describePosition = (rule: Rule) => `${formatRule(rule)} is rule ${rule.position}`;
