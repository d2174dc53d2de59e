import { join } from 'node:path';
import { isKnownOnEveryEngine, type AnyCheck } from '../../check/index.js';
import { describeEngine, displayTitle, listRecords } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { describeFinding, findTitle } from '../../report/index.js';
import { suggestName, UsageError } from '../errors.js';
import { describeGiven, describeRange } from '../terminal/check.js';
import { colorsFor, displayPath, escapeLine } from '../terminal/style.js';

export interface ExplainOptions {
  /** Directories of the user's own checks. */
  readonly suites?: readonly string[];
  /** The reports directory. */
  readonly output: string;
}

/** `docknet explain ID`: prints a check and what the newest run found. Needs no engine. @returns the exit status. */
export async function explain(id: string, { suites = [], output }: ExplainOptions): Promise<number> {
  const registry = await SuiteRegistry.open(suites);
  const [check] = registry.ids.includes(id) ? await registry.load([id]) : [];
  if (check === undefined)
    throw new UsageError(`No check "${id}".${suggestName(id, registry.ids)} "docknet list" lists all checks.`);
  const { bold } = colorsFor(process.stdout);
  const sections = [
    ...describe(check),
    ['on this machine', (await findLastResult(id, output)).map(escapeLine)] as const,
  ].map(([heading, lines]) => `\n${bold(heading)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  const own = check.suite === undefined ? '' : ` --suites ${displayPath(check.suite)}`;
  const source = check.suite === undefined ? `The whole check: suites/${id}.ts. ` : '';
  const title = displayTitle({ ...check, knownOnEveryEngine: isKnownOnEveryEngine(check) });
  process.stdout.write(
    `${bold(id)}: ${escapeLine(title)}\n${sections.join('')}\n${source}Run it: sudo npx docknet run${own} ${id}\n`,
  );
  return 0;
}

type Section = readonly [heading: string, lines: readonly string[]];

function describe({ claim, given, when, expect, sabotage, known, needs, appliesTo, notOnHost }: AnyCheck): Section[] {
  const places = Object.entries(given).map(([key, spec]) => `${key}: ${describeGiven(spec)}`);
  return [
    ['claim', [claim.text, `(${findTitle(claim.document)}, "${claim.section}")`]],
    ['given', places.length === 0 ? ['the docker host alone'] : places],
    ['when', sourceOf(when)],
    ['expect', sourceOf(expect)],
    [
      'sabotage, which must change the outcome',
      typeof sabotage === 'function'
        ? sourceOf(sabotage)
        : Object.entries(sabotage.given).map(([key, spec]) => `with another ${key}: ${describeGiven(spec)}`),
    ],
    ...(known ?? []).map(({ because, instead, ...range }): Section => [
      `known deviation on ${describeRange(range)}`,
      [`${because}; instead:`, ...sourceOf(instead)],
    ]),
    ...(needs === undefined ? [] : [['needs of daemon.json', listNeeds(needs)] as const]),
    ...(appliesTo === undefined ? [] : [[`applies to ${describeRange(appliesTo)} only`, [appliesTo.because]] as const]),
    ...(notOnHost === undefined ? [] : [['not with --engine host', [notOnHost]] as const]),
  ];
}

const listNeeds = (needs: NonNullable<AnyCheck['needs']>): string[] =>
  Object.entries(needs).map(([key, value]) => `${key} ${value === null ? 'not set' : JSON.stringify(value)}`);

/** Returns a function's source without the indentation of its place in the file. */
function sourceOf(part: (...parameters: never[]) => unknown): string[] {
  const [first = '', ...rest] = part.toString().split('\n');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  return [first, ...rest.map((line) => line.slice(Math.min(...indents)))];
}

/** Describes what the newest run in the reports directory found. Runs of `docknet prove` do not count. */
async function findLastResult(id: string, reports: string): Promise<string[]> {
  for (const entry of await listRecords(reports).catch(() => [])) {
    if (!('record' in entry) || entry.record.run.sabotaged) continue;
    const { run, cell, checks } = entry.record;
    const check = checks.find((candidate) => candidate.id === id);
    if (check === undefined) continue;
    const { outcome, reason } = describeFinding(check);
    const pageOf = (name: string) => `${displayPath(join(entry.directory, name))}#${id}`;
    const known = check.verdict === 'known deviation' ? ' (known deviation)' : '';
    return [
      `engine ${describeEngine(cell)}, kernel ${cell.kernel.release}, ${run.started.slice(0, 10)}: ` +
        `${outcome}${known}${reason === '' ? '' : `: ${reason}`}`,
      `evidence: ${pageOf('index.html')}; in its document: ${pageOf('documents.html')}`,
    ];
  }
  return [`not tried yet: sudo npx docknet run ${id}`];
}
