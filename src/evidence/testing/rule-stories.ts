import { describeJourney, type Journey } from '../../journey/index.js';

/** Lists a journey's rules without a lab's names: `prerouting nat -A DOCKER … -j DNAT … (conntrack, undone)`. */
export function listRules({ rules }: Journey): string[] {
  return (rules ?? []).map(({ hook, table, text, certainty, undone }) => {
    const rule = text.replaceAll(/br-[0-9a-f]{12}/g, 'br-red');
    return `${hook} ${table} ${rule} (${certainty}${undone === true ? ', undone' : ''})`;
  });
}

/** Finds the journeys whose description matches, in order. */
export const findJourneys = (journeys: readonly Journey[], description: RegExp): Journey[] =>
  journeys.filter((journey) => description.test(describeJourney(journey)));
