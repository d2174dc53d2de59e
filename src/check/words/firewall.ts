import { findPolicy, parseFirewall } from '../../netfilter/index.js';
import type { FactExpectation } from '../expectation.js';
import { RuleAssertions } from './rule.js';

/** Expects a built-in chain to have this policy after the traffic. */
export function policy(table: string, chain: string, expected: 'ACCEPT' | 'DROP'): FactExpectation {
  return {
    about: 'rules',
    iptablesOnly: true,
    expected: `the policy of ${table} ${chain} is ${expected}`,
    judge: (e) => {
      const seen = findPolicy(e.after.iptables, table, chain);
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
        before: parseFirewall(before.text, null),
        after: parseFirewall(after.text, null),
        shared: false,
      });
      // Without references to rules: the report would look them up in the host's listing.
      return { held, seen };
    },
  });
  return {
    rule: (table, text) => {
      const rule = new RuleAssertions({ backend: 'iptables', table, text });
      return {
        present: () => judgeListings(rule.present()),
        absent: () => judgeListings(rule.absent()),
        matched: () => judgeListings(rule.matched()),
        countedPackets: (packets) => judgeListings(rule.countedPackets(packets)),
      };
    },
  };
}
