import {
  describeChains,
  describeCounts,
  groupIncomparable,
  groupReach,
  type Change,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import { colorsFor, countOf, escapeLine, type Terminal } from './style.js';

/** Lists the changes of a comparison, then counts them. The first line names base and candidate. */
export function formatComparison(comparison: Comparison, stream: Terminal): string {
  const colors = colorsFor(stream);
  const words: Readonly<Record<Exclude<ChangeKind, 'rules' | 'added' | 'vanished' | 'incomparable'>, string>> = {
    regression: colors.red('regression'),
    fix: colors.green('fix'),
    changed: colors.yellow('changed'),
    undecided: colors.yellow('undecided'),
  };
  const { base, candidate, changes, notes } = comparison;
  const entry = ({ kind, id, sentence }: Change): string =>
    `${words[kind as keyof typeof words]}  ${colors.bold(id)}: ${escapeLine(sentence)}`;
  const onlyIn = (side: string, kind: 'added' | 'vanished'): string[] => {
    const ids = changes.flatMap((change) => (change.kind === kind ? [change.id] : []));
    return ids.length === 0
      ? []
      : [`${colors.dim(kind)}  ${countOf(ids.length, 'check')} only in the ${side}: ${escapeLine(ids.join(', '))}`];
  };
  const rules = changes.filter(({ kind }) => kind === 'rules');
  return [
    `base ${colors.bold(escapeLine(base.name))} → candidate ${colors.bold(escapeLine(candidate.name))}`,
    ...notes.map((note) => `${colors.yellow('note')}  ${escapeLine(note)}`),
    ...changes.filter(({ kind }) => kind in words).map(entry),
    ...(rules.length === 0
      ? []
      : [
          `${colors.dim('rules')}  ${rules.length} ${rules.length === 1 ? 'check behaves' : 'checks behave'} the same under other rules: ${escapeLine(describeChains(rules))}`,
        ]),
    ...onlyIn('candidate', 'added'),
    ...onlyIn('base', 'vanished'),
    ...groupIncomparable(changes).map(
      ({ sentence, ids }) => `${colors.dim('not comparable')}  ${escapeLine(ids.join(', '))}: ${escapeLine(sentence)}`,
    ),
    ...groupReach(comparison).map(
      ({ reach, title, changes: cut }) =>
        `${reach === 'lost' ? colors.red('cut off') : colors.yellow('let in')}  ${escapeLine(title)}: ${escapeLine(cut.map(({ id }) => id).join(', '))}`,
    ),
    describeCounts(comparison),
  ].join('\n');
}
