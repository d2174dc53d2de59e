import {
  chainCounts,
  comparisonLine,
  incomparableGroups,
  reachWords,
  type Change,
  type ChangeKind,
  type Comparison,
} from '../../compare/index.js';
import { oneLine, paintFor, type Terminal } from './style.js';

/** What a person is told of a comparison: each change in a sentence, then the counts. */
export function comparisonText(comparison: Comparison, stream: Terminal): string {
  const paint = paintFor(stream);
  const words: Readonly<Record<Exclude<ChangeKind, 'rules' | 'added' | 'vanished' | 'incomparable'>, string>> = {
    regression: paint.red('regression'),
    fix: paint.green('fix'),
    changed: paint.yellow('changed'),
    undecided: paint.yellow('undecided'),
  };
  const { base, candidate, changes, notes } = comparison;
  const entry = ({ kind, id, sentence }: Change): string =>
    `${words[kind as keyof typeof words]}  ${paint.bold(id)}: ${oneLine(sentence)}`;
  const lone = (kind: 'added' | 'vanished', name: string): string[] => {
    const ids = changes.flatMap((change) => (change.kind === kind ? [change.id] : []));
    return ids.length === 0
      ? []
      : [
          `${paint.dim(kind)}  ${ids.length === 1 ? '1 check' : `${ids.length} checks`} that only ${oneLine(name)} has: ${oneLine(ids.join(', '))}`,
        ];
  };
  const rules = changes.filter(({ kind }) => kind === 'rules');
  return [
    `${paint.bold(base.name)} → ${paint.bold(candidate.name)}`,
    ...notes.map((note) => `${paint.yellow('note')}  ${oneLine(note)}`),
    ...changes.filter(({ kind }) => kind in words).map(entry),
    ...(rules.length === 0
      ? []
      : [
          `${paint.dim('rules')}  ${rules.length} ${rules.length === 1 ? 'check behaves' : 'checks behave'} the same under other rules: ${oneLine(chainCounts(rules))}`,
        ]),
    ...lone('added', candidate.name),
    ...lone('vanished', base.name),
    ...incomparableGroups(changes).map(
      ({ sentence, ids }) => `${paint.dim('not comparable')}  ${oneLine(ids.join(', '))}: ${oneLine(sentence)}`,
    ),
    ...reachWords(comparison).map(
      ({ reach, title, changes: cut }) =>
        `${reach === 'lost' ? paint.red('cut off') : paint.yellow('let in')}  ${oneLine(title)}: ${oneLine(cut.map(({ id }) => id).join(', '))}`,
    ),
    `${comparisonLine(comparison)} (${oneLine(base.name)} → ${oneLine(candidate.name)})`,
  ].join('\n');
}
