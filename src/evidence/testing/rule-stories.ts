import { describeJourney, type Journey } from '../../journey/index.js';

/** A journey's rules in short lines that do not depend on a lab's names: `prerouting nat -A DOCKER … -j DNAT … (conntrack, undone)`. */
export function ruleStory({ rules }: Journey): string[] {
  return (rules ?? []).map(
    ({ hook, table, text, certainty, undone }) =>
      `${hook} ${table} ${text.replaceAll(/br-[0-9a-f]{12}/g, 'br-red')} (${certainty}${undone === true ? ', undone' : ''})`,
  );
}

/** The journeys of which `explain` says this, in order. */
export const told = (journeys: readonly Journey[], what: RegExp): Journey[] =>
  journeys.filter((journey) => what.test(describeJourney(journey)));
