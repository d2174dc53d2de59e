import { kindLabels, type Change } from '../../compare/index.js';
import { renderPaths } from '../comparison/markdown.js';
import { escapeMarkdown, formatCode } from '../markdown-text.js';
import { pluralize } from '../text.js';
import { renderSequence } from './mermaid.js';
import { listFailedLines, type Test } from './outcome.js';

/** Characters of a sentence at most. */
const maxSentence = 1000;
/** Packets of a change, and expectations of a check, at most. */
const maxListed = 6;

/** Renders what changed for one check, with the packets' paths before and after. */
export function renderChange(change: Change): string {
  const { kind, id, sentence, journeys, outcomes } = change;
  const more = journeys.length - maxListed;
  const lists = (['base', 'candidate'] as const).flatMap((side) =>
    outcomes[side].slice(0, maxListed).map((outcome) => `  - ${side}: ${escapeMarkdown(outcome, maxSentence)}`),
  );
  return [
    `- **${kindLabels[kind].one}** ${formatCode(id, 100)}: ${escapeMarkdown(sentence, maxSentence)}`,
    ...lists,
    ...renderPaths({ journeys: journeys.slice(0, maxListed) }),
    ...(more > 0 ? [`  and ${pluralize(more, 'more packet')}`, ''] : []),
    '',
  ].join('\n');
}

/** Renders a failed check: its claim, what was expected and seen, and its packets. */
export function renderTest({ check, cell, label, type, message, change }: Test): string {
  const { id, title, claim, evidence } = check;
  const read = cell.evidence.get(id);
  const diagram = read === undefined ? null : renderSequence(check, read);
  const failed = listFailedLines(check);
  const reason = type === 'regression' && change !== null ? change.sentence : message;
  return [
    `#### ${escapeMarkdown(`${type}${label === '' ? '' : ` on ${label}`}:`, 200)} ${formatCode(id, 100)}`,
    '',
    `${escapeMarkdown(title, maxSentence)}.`,
    '',
    `> ${escapeMarkdown(claim.text, maxSentence)} (${escapeMarkdown(`${claim.document}, ${claim.section}`, 200)})`,
    '',
    ...(failed.length === 0 || type === 'regression' ? [escapeMarkdown(reason, maxSentence), ''] : []),
    ...failed
      .slice(0, maxListed)
      .flatMap(({ expected, seen }) => [
        `- expected: ${escapeMarkdown(expected, maxSentence)}`,
        `- seen: ${escapeMarkdown(seen, maxSentence)}`,
      ]),
    ...(failed.length > maxListed ? [`- and ${failed.length - maxListed} more lines`] : []),
    '',
    ...(diagram === null ? [] : ['```mermaid', ...diagram.lines, '```', '']),
    ...(diagram === null || diagram.omitted === 0
      ? []
      : [`${pluralize(diagram.omitted, 'more packet')} not drawn.`, '']),
    ...(evidence.recording === null ? [] : [`Recording: ${formatCode(cell.directory + evidence.recording)}`, '']),
    '',
  ].join('\n');
}
