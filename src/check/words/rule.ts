import {
  countPackets,
  findRules,
  parseSnapshot,
  findPolicy,
  listRules,
  formatRule,
  type Rule,
  type Snapshot,
} from '../../netfilter/index.js';
import type { RuleReference } from '../../record/index.js';
import type { Evidence, FactExpectation, Finding, FirewallEvidence } from '../expectation.js';

/**
 * A rule of the docker host's or a router's firewall, and what can be expected of it. It is written as for iptables:
 * `POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`.
 */
export class RuleAssertions {
  private readonly place: string;
  /** "the nat rule POSTROUTING …". */
  private readonly name: string;

  private readonly line: Pick<FactExpectation, 'about' | 'iptablesOnly'>;

  /** @param router Key of the router whose rule it is; null for the docker host. */
  constructor(
    private readonly table: string,
    private readonly text: string,
    private readonly router: string | null = null,
  ) {
    this.line = { about: 'rules', iptablesOnly: router === null };
    this.place = router === null ? '' : `${router}’s `;
    this.name = `${this.place === '' ? 'the ' : this.place}${table} rule ${text}`;
  }

  /** Expects the rule to be there after the traffic. */
  present(): FactExpectation {
    return {
      ...this.line,
      expected: `${this.place}${this.table} has the rule ${this.text}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = this.findIn(e.after);
        return found.length > 0
          ? { held: true, seen: found.map(describePosition).join('; '), rules: this.references(e, found) }
          : this.reportMissing(e.after);
      },
    };
  }

  /** Expects the rule not to be there after the traffic. */
  absent(): FactExpectation {
    return {
      ...this.line,
      expected: `${this.place}${this.table} has no rule ${this.text}`,
      judge: (evidence) => {
        const e = this.firewallIn(evidence);
        const found = this.findIn(e.after);
        return {
          held: found.length === 0,
          seen:
            found.length === 0
              ? this.describeMissing(e.after)
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
      (rule, { after }) => !listRules(after, rule.table, rule.chain).some(({ position }) => position > rule.position),
    );
  }

  /** Expects the rule to come before another one of the same chain. */
  precedes(other: RuleAssertions): FactExpectation {
    return this.expectPosition(`before ${other.text}`, (rule, { after }) => {
      const others = other.findIn(after).filter(({ table, chain }) => table === rule.table && chain === rule.chain);
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
        const { found, packets } = this.countIn(e);
        return found.length === 0
          ? this.reportMissing(e.after)
          : { held: packets > 0, seen: `it counted ${packets} packets`, rules: this.references(e, found) };
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
        const found = this.findIn(e.after);
        const [rule] = found;
        if (rule === undefined) return this.reportMissing(e.after);
        const chain = listRules(e.after, rule.table, rule.chain).map(formatRule).join('; ');
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
        const { found, packets } = this.countIn(e);
        if (found.length === 0) return this.reportMissing(e.after);
        // On the machine's own engine others may use the rule too.
        const held = e.shared && expected > 0 ? packets >= expected : packets === expected;
        return { held, seen: `it counted ${packets}`, rules: this.references(e, found) };
      },
    };
  }

  private firewallIn(evidence: Evidence): FirewallEvidence {
    const firewall = this.router === null ? evidence : evidence.routers?.[this.router];
    if (firewall === undefined)
      throw new Error(`The evidence has no firewall listing of ${this.router ?? 'the docker host'}.`);
    return firewall;
  }

  private findIn(snapshot: Snapshot): Rule[] {
    return [...findRules(snapshot, this.table, this.text)];
  }

  private countIn(e: FirewallEvidence): { found: Rule[]; packets: number } {
    const found = this.findIn(e.after);
    return { found, packets: found.reduce((sum, rule) => sum + (countPackets(e.before, e.after, rule) ?? 0), 0) };
  }

  private references(e: FirewallEvidence, found: readonly Rule[]): RuleReference[] {
    return found.map((rule) => ({
      table: rule.table,
      chain: rule.chain,
      position: rule.position,
      text: formatRule(rule),
      packets: countPackets(e.before, e.after, rule) ?? 0,
    }));
  }

  private reportMissing(snapshot: Snapshot): Finding {
    const { name, rules } = this.findChain(snapshot);
    const missing = rules === undefined ? { missingChain: `${this.table} ${name}` } : {};
    return { held: false, seen: this.describeMissing(snapshot), ...missing };
  }

  private findChain(snapshot: Snapshot): { readonly name: string; readonly rules: readonly Rule[] | undefined } {
    const name = this.text.replace(/^-A\s+/, '').split(/\s/)[0] ?? '';
    return { name, rules: snapshot.chains.find((c) => c.table === this.table && c.name === name)?.rules };
  }

  private describeMissing(snapshot: Snapshot): string {
    const { name: chainName, rules } = this.findChain(snapshot);
    if (rules === undefined) return `there is no chain ${chainName} in ${this.table}`;
    return `no such rule; ${chainName} has ${rules.length === 0 ? 'none' : rules.map(formatRule).join('; ')}`;
  }
}

/**
 * Marks a line about a rule of the check's own without which behaviour as expected proves nothing: a connection that
 * fails shows that a DROP works only if the DROP counted it. If it does not hold, the check is inconclusive.
 */
export const guard = (line: FactExpectation): FactExpectation => ({ ...line, guard: true });

/** Marks a line about listings of the host's iptables rules in a check whose claim is about behaviour. */
export const aboutRules = (line: FactExpectation): FactExpectation => ({ ...line, about: 'rules', iptablesOnly: true });

const describePosition = (rule: Rule) => `${formatRule(rule)} is rule ${rule.position}`;

/** Expects a built-in chain to have this policy after the traffic. */
export function policy(table: string, chain: string, expected: 'ACCEPT' | 'DROP'): FactExpectation {
  return {
    about: 'rules',
    iptablesOnly: true,
    expected: `the policy of ${table} ${chain} is ${expected}`,
    judge: (e) => {
      const seen = findPolicy(e.after, table, chain);
      return { held: seen === expected, seen: seen === null ? `there is no built-in chain ${chain}` : `it is ${seen}` };
    },
  };
}

/** The firewall of a container's own network namespace at one moment. */
export interface FirewallListing {
  readonly kind: 'firewall';
  readonly place: string;
  /** What iptables-save -c printed. */
  readonly text: string;
}

/** What may be expected of a rule of a container's own network namespace. */
export type ListedRule = Pick<RuleAssertions, 'present' | 'absent' | 'matched' | 'countedPackets'>;

/**
 * Returns the firewall of a container's own network namespace, from two listings that `when` took with
 * `web.firewall()`: `firewallOf(before, after).rule('nat', 'DOCKER_OUTPUT …').matched()`. For the host's rules, see
 * `host.rule`.
 */
export function firewallOf(
  before: FirewallListing,
  after: FirewallListing,
): { rule(table: string, text: string): ListedRule } {
  const judgeListings = (line: FactExpectation): FactExpectation => ({
    ...line,
    iptablesOnly: true,
    expected: `inside ${after.place}, ${line.expected}`,
    judge: (evidence) => {
      const { held, seen } = line.judge({
        ...evidence,
        before: parseSnapshot(before.text),
        after: parseSnapshot(after.text),
        shared: false,
      });
      // Without references to rules: the report would look them up in the host's listing.
      return { held, seen };
    },
  });
  return {
    rule: (table, text) => {
      const rule = new RuleAssertions(table, text);
      return {
        present: () => judgeListings(rule.present()),
        absent: () => judgeListings(rule.absent()),
        matched: () => judgeListings(rule.matched()),
        countedPackets: (packets) => judgeListings(rule.countedPackets(packets)),
      };
    },
  };
}
