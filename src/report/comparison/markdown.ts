import {
  chainCounts,
  changeKinds,
  comparisonLine,
  incomparableGroups,
  kindWords,
  reachWords,
  wayText,
  type Change,
  type ChangeKind,
  type Comparison,
  type Side,
} from '../../compare/index.js';
import { formatTime } from '../../text/index.js';
import { escapeControls } from '../../text/index.js';
import { capitalize } from '../text.js';

/** A comparison as Markdown, for an issue, a pull request or a job's summary. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { base, candidate, changes, notes } = comparison;
  const sections = changeKinds.flatMap((kind) =>
    section(
      kind,
      changes.filter((change) => change.kind === kind),
      comparison,
    ),
  );
  return escapeControls(
    [
      `# docknet: ${text(base.name)} → ${text(candidate.name)}`,
      '',
      text(comparisonLine(comparison)),
      '',
      `| | ${text(base.name)} | ${text(candidate.name)} |`,
      '|---|---|---|',
      ...rows.map(([name, value]) => `| ${name} | ${text(value(base))} | ${text(value(candidate))} |`),
      '',
      ...notes.flatMap((note) => [`> ${text(note)}`, '']),
      ...reachWords(comparison).map(
        ({ title, changes: cut }) => `**${text(capitalize(title))}**: ${cut.map(({ id }) => text(id)).join(', ')}\n`,
      ),
      ...sections,
    ].join('\n'),
  );
}

const rows: readonly (readonly [string, (side: Side) => string])[] = [
  ['engine', ({ record }) => record.cell.engine.version],
  ['kernel', ({ record }) => record.cell.kernel.release],
  ['iptables', ({ record }) => `${record.cell.firewall.iptables} (${record.cell.firewall.backend})`],
  ['run', ({ record }) => `${record.run.id}, ${formatTime(record.run.started)}`],
];

function section(kind: ChangeKind, changes: readonly Change[], { base, candidate }: Comparison): string[] {
  if (changes.length === 0) return [];
  const { one, several, meaning } = kindWords[kind];
  const heading = [`## ${changes.length} ${changes.length === 1 ? one : several}`, '', `${meaning}.`, ''];
  if (kind === 'rules')
    return [...heading, `${text(chainCounts(changes))}, in ${changes.map(({ id }) => text(id)).join(', ')}.`, ''];
  if (kind === 'incomparable')
    return [
      ...heading,
      ...incomparableGroups(changes).map(({ sentence, ids }) => `- ${ids.map(text).join(', ')}: ${text(sentence)}`),
      '',
    ];
  return [
    ...heading,
    ...changes.flatMap((change) => [
      `- **${text(change.id)}**: ${text(change.sentence)}`,
      ...ways(change, base.name, candidate.name),
    ]),
    '',
  ];
}

/** The packets that fared otherwise, both ways under each other, in a block of code that belongs to the list's entry. */
function ways({ journeys }: Change, base: string, candidate: string): string[] {
  if (journeys.length === 0) return [];
  const width = Math.max(base.length, candidate.length) + 1;
  const told = journeys.flatMap((pair) => [
    (pair.base ?? pair.candidate)?.packet ?? '',
    `  ${`${base}:`.padEnd(width)} ${wayText(pair.base)}`,
    `  ${`${candidate}:`.padEnd(width)} ${wayText(pair.candidate)}`,
  ]);
  return ['', '  ```text', ...told.map((line) => `  ${line.replaceAll('\n', ' ')}`), '  ```', ''];
}

/** Text on one line in which nothing is Markdown or HTML. */
const text = (raw: string): string =>
  raw
    .replaceAll('\n', ' ')
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replaceAll('&', '&amp;');
