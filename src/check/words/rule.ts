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
import type { Evidence, FactExpectation, FirewallEvidence } from '../expectation.js';

/** A rule of the docker host's firewall or a router's, written as for iptables: `POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE`. */
export class RuleAssertions {
  private readonly place: string;

  /** @param router Key of the router whose rule it is; null for the docker host. */
  constructor(
    private readonly table: string,
    private readonly text: string,
    private readonly router: string | null = null,
  ) {
    this.place = router === null ? '' : `${router}’s `;
  }

  /** The rule is there after the traffic. */
  present(): FactExpectation {
    return {
      expected: `${this.place}${this.table} has the rule ${this.text}`,
      judge: (evidence) => {
        const e = this.at(evidence);
        const found = this.find(e.after);
        return found.length > 0
          ? { held: true, seen: found.map(placed).join('; '), rules: this.references(e, found) }
          : { held: false, seen: this.missing(e.after) };
      },
    };
  }

  /** The rule is not there after the traffic. */
  absent(): FactExpectation {
    return {
      expected: `${this.place}${this.table} has no rule ${this.text}`,
      judge: (evidence) => {
        const e = this.at(evidence);
        const found = this.find(e.after);
        return {
          held: found.length === 0,
          seen: found.length === 0 ? this.missing(e.after) : `it is there: ${found.map(placed).join('; ')}`,
          rules: this.references(e, found),
        };
      },
    };
  }

  /** The rule is the first of its chain. */
  first(): FactExpectation {
    return this.stands('first in its chain', ({ position }) => position === 1);
  }

  /** The rule is the last of its chain. */
  last(): FactExpectation {
    return this.stands(
      'last in its chain',
      (rule, { after }) => !listRules(after, rule.table, rule.chain).some(({ position }) => position > rule.position),
    );
  }

  /** The rule stands before another of the same chain: a packet comes by it first. */
  precedes(other: RuleAssertions): FactExpectation {
    return this.stands(`before ${other.text}`, (rule, { after }) => {
      const others = other.find(after).filter(({ table, chain }) => table === rule.table && chain === rule.chain);
      return others.length > 0 && others.every(({ position }) => rule.position < position);
    });
  }

  /** A rule of the nat table handled this many new flows: nat rules see only a flow's first packet. */
  countedFlows(flows: number): FactExpectation {
    return this.counts(flows, `handled ${flows} new flow${flows === 1 ? '' : 's'}`);
  }

  /** The rule counted exactly this many packets during the traffic. */
  countedPackets(packets: number): FactExpectation {
    return this.counts(packets, `counted ${packets} packet${packets === 1 ? '' : 's'}`);
  }

  /** The rule counted something during the traffic. */
  matched(): FactExpectation {
    return {
      expected: `${this.place === '' ? 'the ' : this.place}${this.table} rule ${this.text} matched`,
      judge: (evidence) => {
        const e = this.at(evidence);
        const { found, packets } = this.packets(e);
        return found.length === 0
          ? { held: false, seen: this.missing(e.after) }
          : { held: packets > 0, seen: `it counted ${packets} packets`, rules: this.references(e, found) };
      },
    };
  }

  private stands(where: string, is: (rule: Rule, at: FirewallEvidence) => boolean): FactExpectation {
    return {
      expected: `${this.place === '' ? 'the ' : this.place}${this.table} rule ${this.text} stands ${where}`,
      judge: (evidence) => {
        const e = this.at(evidence);
        const found = this.find(e.after);
        const [rule] = found;
        if (rule === undefined) return { held: false, seen: this.missing(e.after) };
        const chain = listRules(e.after, rule.table, rule.chain).map(formatRule).join('; ');
        return {
          held: found.every((each) => is(each, e)),
          seen: `it is rule ${found.map(({ position }) => position).join(' and ')} of ${chain}`,
          rules: this.references(e, found),
        };
      },
    };
  }

  private counts(expected: number, words: string): FactExpectation {
    return {
      expected: `${this.place === '' ? 'the ' : this.place}${this.table} rule ${this.text} ${words}`,
      judge: (evidence) => {
        const e = this.at(evidence);
        const { found, packets } = this.packets(e);
        if (found.length === 0) return { held: false, seen: this.missing(e.after) };
        // On the machine's own engine others may use the same rule meanwhile; "none" stays "none" only where it is ours alone.
        const held = e.shared && expected > 0 ? packets >= expected : packets === expected;
        return { held, seen: `it counted ${packets}`, rules: this.references(e, found) };
      },
    };
  }

  private at(evidence: Evidence): FirewallEvidence {
    const firewall = this.router === null ? evidence : evidence.routers?.[this.router];
    if (firewall === undefined) throw new Error(`no firewall listing was kept of ${this.router ?? 'the docker host'}`);
    return firewall;
  }

  private find(snapshot: Snapshot): Rule[] {
    return [...findRules(snapshot, this.table, this.text)];
  }

  private packets(e: FirewallEvidence): { found: Rule[]; packets: number } {
    const found = this.find(e.after);
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

  private missing(snapshot: Snapshot): string {
    const chainName = this.text.replace(/^-A\s+/, '').split(/\s/)[0] ?? '';
    const rules = snapshot.chains.find((c) => c.table === this.table && c.name === chainName)?.rules;
    if (rules === undefined) return `there is no chain ${chainName} in ${this.table}`;
    return `no such rule; ${chainName} has ${rules.length === 0 ? 'none' : rules.map(formatRule).join('; ')}`;
  }
}

const placed = (rule: Rule) => `${formatRule(rule)} is rule ${rule.position}`;

/** A chain's policy after the traffic. */
export function policy(table: string, chain: string, expected: 'ACCEPT' | 'DROP'): FactExpectation {
  return {
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
 * Returns the firewall of a container's own network namespace, from two listings that `when` took with `web.firewall()`:
 * `firewallOf(before, after).rule('nat', 'DOCKER_OUTPUT …').matched()`. For the host's rules, see `host.rule`.
 */
export function firewallOf(
  before: FirewallListing,
  after: FirewallListing,
): { rule(table: string, text: string): ListedRule } {
  const judgeListings = (line: FactExpectation): FactExpectation => ({
    ...line,
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
