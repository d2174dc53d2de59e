import { parseSnapshot } from '../../netfilter/index.js';
import type { FactExpectation } from '../expectation.js';
import { RuleAssertions } from './rule.js';

/** What may be said of a rule in a container's own namespace. */
export type ListedRule = Pick<RuleAssertions, 'present' | 'matched'>;

/**
 * The iptables rules of a container's own network namespace, from two listings that `when` took with `web.firewall()`:
 * `tablesOf('web', before, after).rule('nat', 'DOCKER_OUTPUT …').matched()`. The host's rules are `host.rule(…)`.
 */
export function tablesOf(
  container: string,
  before: string,
  after: string,
): { rule(table: string, text: string): ListedRule } {
  const inside = (said: FactExpectation): FactExpectation => ({
    ...said,
    expected: `inside ${container}, ${said.expected}`,
    judge: (evidence) => {
      // References to rules lead to the host's listing, so they are left out.
      const { held, seen } = said.judge({
        ...evidence,
        before: parseSnapshot(before),
        after: parseSnapshot(after),
        shared: false,
      });
      return { held, seen };
    },
  });
  return {
    rule: (table, text) => {
      const rule = new RuleAssertions(table, text);
      return { present: () => inside(rule.present()), matched: () => inside(rule.matched()) };
    },
  };
}
