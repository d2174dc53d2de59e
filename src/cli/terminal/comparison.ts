import {
  describeChains,
  describeCounts,
  groupAlike,
  groupIncomparable,
  groupReach,
  type Change,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import { areaOf } from '../../text/index.js';
import { colorsFor, countOf, escapeLine, type Colors, type OutputStream } from './style.js';

/** Kinds of change that are listed check by check. */
const listedKinds: readonly ChangeKind[] = ['regression', 'fix', 'changed', 'undecided'];

/** Lists the changes of a comparison, then counts them. The first line names base and candidate. */
export function formatComparison(comparison: Comparison, stream: OutputStream): string {
  const colors = colorsFor(stream);
  const { base, candidate, changes, leftovers, notes } = comparison;
  const { groups, single } = groupAlike(changes);
  return [
    `base ${colors.bold(escapeLine(base.name))} → candidate ${colors.bold(escapeLine(candidate.name))}`,
    ...notes.map((note) => `${colors.yellow('note')}  ${escapeLine(note)}`),
    ...groupReach(comparison).map(({ reach, title, changes: affected }) => {
      const word = reach === 'lost' ? colors.red('cut off') : colors.yellow('let in');
      return `${word}  ${escapeLine(title)}: ${escapeLine(affected.map(({ id }) => id).join(', '))}`;
    }),
    ...leftovers.map(
      ({ what, checks }) => `${colors.yellow('new')}  ${escapeLine(what)}: ${escapeLine(checks.join(', '))}`,
    ),
    ...single.filter(({ kind }) => listedKinds.includes(kind)).map((change) => formatChange(change, colors)),
    ...groups.map(
      ({ sentence, changes: alike }) =>
        `${colors.yellow('changed')}  ${countOf(alike.length, 'check')} alike: ${escapeLine(sentence)}: ` +
        escapeLine(alike.map(({ id }) => id).join(', ')),
    ),
    ...formatRuleChanges(changes, colors),
    ...formatUnmatched(changes, 'added', 'candidate', colors),
    ...formatUnmatched(changes, 'vanished', 'base', colors),
    ...groupIncomparable(changes).map(
      ({ sentence, ids }) => `${colors.dim('not comparable')}  ${escapeLine(ids.join(', '))}: ${escapeLine(sentence)}`,
    ),
    describeCounts(comparison),
  ].join('\n');
}

function formatChange({ kind, id, sentence }: Change, { bold, red, green, yellow }: Colors): string {
  const color = kind === 'regression' ? red : kind === 'fix' ? green : yellow;
  return `${color(kind)}  ${bold(id)}: ${escapeLine(sentence)}`;
}

/** Counts the checks that behave the same under other rules, in one line. */
function formatRuleChanges(changes: readonly Change[], { dim }: Colors): string[] {
  const rules = changes.filter(({ kind }) => kind === 'rules');
  if (rules.length === 0) return [];
  const verb = rules.length === 1 ? 'check behaves' : 'checks behave';
  return [`${dim('rules')}  ${rules.length} ${verb} the same under other rules: ${escapeLine(describeChains(rules))}`];
}

/** The most checks of one side that are listed by id; more are counted by area. */
const maxUnmatchedIds = 10;

/** Lists the checks that only one side has, in one line. */
function formatUnmatched(
  changes: readonly Change[],
  kind: 'added' | 'vanished',
  side: 'base' | 'candidate',
  { dim }: Colors,
): string[] {
  const ids = changes.filter((change) => change.kind === kind).map(({ id }) => id);
  if (ids.length === 0) return [];
  const names = ids.length > maxUnmatchedIds ? countByArea(ids) : ids;
  return [`${dim(kind)}  ${countOf(ids.length, 'check')} only in the ${side}: ${escapeLine(names.join(', '))}`];
}

/** Returns "nat 11" and so on, the areas in the order of the checks. */
function countByArea(ids: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const area of ids.map(areaOf)) counts.set(area, (counts.get(area) ?? 0) + 1);
  return [...counts].map(([area, count]) => `${area} ${count}`);
}
