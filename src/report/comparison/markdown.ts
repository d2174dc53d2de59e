import {
  describeChains,
  changeKinds,
  describeCounts,
  groupAlike,
  groupIncomparable,
  kindLabels,
  groupReach,
  formatPath,
  type Change,
  type ChangeKind,
  type Comparison,
  type ComparedRun,
} from '../../compare/index.js';
import { formatTime } from '../../text/index.js';
import { escapeMarkdown, formatCodeBlock } from '../markdown-text.js';
import { formatConfig, capitalize } from '../text.js';

/** Renders a comparison as Markdown, for an issue, a pull request or a job summary. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { base, candidate, changes, notes } = comparison;
  const sections = changeKinds.map((kind) =>
    renderSection(
      kind,
      changes.filter((change) => change.kind === kind),
    ),
  );
  return [
    `# docknet: base ${escapeMarkdown(base.name)} → candidate ${escapeMarkdown(candidate.name)}`,
    '',
    escapeMarkdown(describeCounts(comparison)),
    '',
    `| | base | candidate |`,
    '|---|---|---|',
    ...rows.map(
      ([name, value]) => `| ${name} | ${escapeMarkdown(value(base))} | ${escapeMarkdown(value(candidate))} |`,
    ),
    '',
    ...notes.flatMap((note) => [`> ${escapeMarkdown(note)}`, '']),
    ...groupReach(comparison).map(
      ({ title, changes: cut }) =>
        `**${escapeMarkdown(capitalize(title))}**: ${cut.map(({ id }) => escapeMarkdown(id)).join(', ')}\n`,
    ),
    ...renderLeftovers(comparison),
    ...sections.flat(),
  ].join('\n');
}

const rows: readonly (readonly [string, (run: ComparedRun) => string])[] = [
  ['engine', ({ record }) => record.cell.engine.version],
  ['kernel', ({ record }) => record.cell.kernel.release],
  ['firewall backend', ({ record }) => record.cell.firewall.backend],
  ['daemon.json', ({ record }) => formatConfig(record.cell)],
  ['iptables', ({ record }) => `${record.cell.firewall.iptables} (${record.cell.firewall.program})`],
  ['run', ({ record }) => `${record.run.id}, ${formatTime(record.run.started)}`],
];

/** Lists what the engine left behind in the candidate alone. */
export const renderLeftovers = ({ leftovers }: Pick<Comparison, 'leftovers'>): string[] =>
  leftovers.length === 0
    ? []
    : [
        '**Left behind by the engine in the candidate, and not in the base**:',
        '',
        ...leftovers.map(
          ({ what, checks }) => `- ${escapeMarkdown(what)}: ${checks.map((id) => escapeMarkdown(id)).join(', ')}`,
        ),
        '',
      ];

function renderSection(kind: ChangeKind, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const { one, several, meaning } = kindLabels[kind];
  const heading = [`## ${changes.length} ${changes.length === 1 ? one : several}`, '', `${meaning}.`, ''];
  const ids = changes.map(({ id }) => escapeMarkdown(id)).join(', ');
  if (kind === 'rules')
    return [
      '<details>',
      `<summary>${changes.length} ${changes.length === 1 ? one : several}: ${meaning}</summary>`,
      '',
      `${escapeMarkdown(describeChains(changes))}, in ${ids}.`,
      '',
      '</details>',
      '',
    ];
  if (kind === 'incomparable')
    return [
      ...heading,
      ...groupIncomparable(changes).map(
        (group) => `- ${group.ids.map(escapeMarkdown).join(', ')}: ${escapeMarkdown(group.sentence)}`,
      ),
      '',
    ];
  const { groups, single } = groupAlike(changes);
  return [
    ...heading,
    ...single.flatMap((change) => [
      `- **${escapeMarkdown(change.id)}**: ${escapeMarkdown(change.sentence)}`,
      ...renderPaths(change),
    ]),
    ...groups.flatMap(({ sentence, changes: alike }) => [
      `- **${alike.length} checks alike**: ${escapeMarkdown(sentence)}. ` +
        `${alike.map(({ id }) => escapeMarkdown(id)).join(', ')}. The first of them:`,
      ...renderPaths(alike[0]!),
    ]),
    '',
  ];
}

/** Renders the packets whose paths differ, in a code block that belongs to the list item. */
export function renderPaths({ journeys }: Pick<Change, 'journeys'>): string[] {
  if (journeys.length === 0) return [];
  const lines = journeys.flatMap((pair) => [
    (pair.base ?? pair.candidate)?.packet ?? '',
    `  base:      ${formatPath(pair.base)}`,
    `  candidate: ${formatPath(pair.candidate)}`,
  ]);
  return ['', ...formatCodeBlock(lines, '  '), ''];
}
