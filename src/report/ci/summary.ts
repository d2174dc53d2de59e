import { describeCounts, kindLabels, type Change } from '../../compare/index.js';
import { groupLeftovers, groupRules, summarise, type RulesGroup, type RunRecord } from '../../record/index.js';
import { escapeMarkdown, formatCode } from '../markdown-text.js';
import { formatConfig, pluralize } from '../text.js';
import { fitBlocks, type Block } from './fit.js';
import { renderLeftovers } from '../comparison/markdown.js';
import { renderDifferences } from './differences.js';
import { describeVerdict } from './headline.js';
import { labelCells, listTests } from './outcome.js';
import { renderChange, renderTest } from './summary-items.js';
import type { CiReport } from './types.js';

/** GitHub's limit for a step's summary, in bytes. */
export const maxSummary = 1024 * 1024;

/**
 * Renders a run's summary as Markdown for GitHub: verdict, cells with counts, what differs between
 * them and why, what changed against the baseline, each
 * failed check with its packets, then rules. The most important comes first; what exceeds the limit is counted.
 *
 * @param limit Bytes.
 */
export function renderSummary(report: CiReport, limit = maxSummary): string {
  const { problems, artifact } = report;
  const link = artifact === null ? [] : [`[Report and recordings](<${artifact}>)\n\n`];
  const blocks: Block[] = [
    keep(`## docknet: ${escapeMarkdown(describeVerdict(report), 1000)}\n\n`),
    ...link.map(keep),
    ...report.problems.slice(0, maxProblems).map(({ text }) => keep(`> ${escapeMarkdown(text, 2000)}\n\n`)),
    ...(problems.length > maxProblems ? [keep(`> and ${problems.length - maxProblems} more\n\n`)] : []),
    ...renderCells(report),
    ...renderDifferences(report),
    ...renderChanges(report),
    ...renderFailed(report),
    ...renderRules(report),
    ...renderLeft(report),
  ];
  const { text, omitted } = fitBlocks(blocks, limit);
  if (omitted.size === 0) return text;
  const counts = [...omitted].map(([noun, count]) => pluralize(count, noun)).join(', ');
  return `${text}\n> Left out, because a summary holds at most ${limit} bytes: ${counts}. The report has all.\n`;
}

const maxProblems = 20;

const keep = (text: string): Block => ({ text, noun: null });

/** Renders a table with a line for each cell. */
function renderCells({ cells }: CiReport): Block[] {
  const rows = cells.flatMap((cell) =>
    cell.record === null ? [] : [renderCell(cells.length === 1 ? '' : cell.name, cell.record)],
  );
  if (rows.length === 0) return [];
  const heads = [...cellColumns.map(([name]) => name), ...countColumns.map(([name]) => name)];
  const rule = heads.map((_, n) => (n < cellColumns.length ? '---' : '---:')).join('|');
  const head = `| ${heads.join(' | ')} |\n|${rule}|\n`;
  return [keep(head), ...rows.map((text) => ({ text, noun: 'cell' })), keep('\n')];
}

const cellColumns: readonly (readonly [string, (record: RunRecord, name: string) => string])[] = [
  ['engine', ({ cell }, name) => (name === '' ? cell.engine.version : `${cell.engine.version} (${name})`)],
  ['kernel', ({ cell }) => cell.kernel.release],
  ['firewall', ({ cell }) => `${cell.firewall.backend}, iptables ${cell.firewall.program}`],
  ['daemon.json', ({ cell }) => formatConfig(cell)],
];

const countColumns: readonly (readonly [string, (summary: ReturnType<typeof summarise>) => number])[] = [
  ['checks', ({ checks }) => checks],
  ['conform', ({ verdicts }) => verdicts.conforms],
  ['deviate', ({ verdicts }) => verdicts.deviates],
  ['known deviation', ({ verdicts }) => verdicts['known deviation']],
  ['unexpected pass', ({ verdicts }) => verdicts['unexpected pass']],
  ['error', ({ verdicts }) => verdicts.error],
  ['inconclusive', ({ verdicts }) => verdicts.inconclusive],
  ['not applicable', ({ verdicts }) => verdicts['not applicable']],
  ['of these, rules alone', ({ rulesDeviations }) => rulesDeviations],
];

function renderCell(name: string, record: RunRecord): string {
  const summary = summarise(record);
  const facts = cellColumns.map(([, valueOf]) => escapeMarkdown(valueOf(record, name), 200));
  return `| ${[...facts, ...countColumns.map(([, countOf]) => String(countOf(summary)))].join(' | ')} |\n`;
}

/** Kinds of change that a summary lists with before and after. */
const listedKinds = ['regression', 'fix', 'changed', 'undecided'] as const;

function renderChanges({ cells }: CiReport): Block[] {
  const labels = labelCells(cells);
  return cells.flatMap(({ comparison }, n) => {
    if (comparison === null) return [];
    const { baseline, requested, comparison: found } = comparison;
    const label = labels[n] === undefined || labels[n] === '' ? '' : ` on ${labels[n]}`;
    const heading = `### Against ${baseline}${requested ? '' : ', the nearest baseline'}${label}`;
    const listed = listedKinds.flatMap((kind) => found.changes.filter((change) => change.kind === kind));
    return [
      keep(`${escapeHeading(heading)}\n\n${escapeMarkdown(describeCounts(found))}\n\n`),
      keep(
        renderLeftovers(found)
          .map((line) => `${line}\n`)
          .join(''),
      ),
      ...listed.map((change) => ({ text: renderChange(change), noun: nounOf(change) })),
    ];
  });
}

const nounOf = ({ kind }: Change): string => kindLabels[kind].one;

const escapeHeading = (heading: string): string => `### ${escapeMarkdown(heading.slice(4), 300)}`;

function renderFailed(report: CiReport): Block[] {
  const tests = listTests(report);
  const sections = [
    { title: 'Failed', noun: 'deviation', members: tests.filter(({ status }) => status === 'failed') },
    { title: 'Without a verdict', noun: 'error', members: tests.filter(({ status }) => status === 'error') },
  ];
  return sections
    .filter(({ members }) => members.length > 0)
    .flatMap(({ title, noun, members }) => [
      keep(`\n### ${title}\n\n`),
      ...members.map((test) => ({ text: renderTest(test), noun })),
    ]);
}

/** Folds the rules that are not as documented, by what differs. */
const renderRules = (report: CiReport): Block[] =>
  renderFold(report, groupRules, (count) => ({ title: `Rules: ${count} not as documented`, noun: 'group of rules' }));

/** Folds what engines left behind, by the thing. */
const renderLeft = (report: CiReport): Block[] =>
  renderFold(
    report,
    (checks) => groupLeftovers(checks).filter(({ by }) => by === 'engine'),
    (count) => ({ title: `Left behind by the engine: ${count}`, noun: 'leftover' }),
  );

/** Renders a folded list of groups, each with the ids of its checks; nothing if there are none. */
function renderFold(
  { cells }: CiReport,
  group: (checks: RunRecord['checks']) => readonly RulesGroup[],
  describe: (count: number) => { readonly title: string; readonly noun: string },
): Block[] {
  const labels = labelCells(cells);
  const groups = cells.flatMap(({ record }, n) =>
    group(record?.checks ?? []).map(
      ({ what, checks }) =>
        `- ${labels[n] === undefined || labels[n] === '' ? '' : `${escapeMarkdown(labels[n])}: `}` +
        `${escapeMarkdown(what, 1000)}: ${checks.map((id) => formatCode(id, 100)).join(', ')}\n`,
    ),
  );
  if (groups.length === 0) return [];
  const { title, noun } = describe(groups.length);
  return [
    keep(`\n<details><summary>${title}</summary>\n\n`),
    ...groups.map((text) => ({ text, noun })),
    keep('\n</details>\n'),
  ];
}
