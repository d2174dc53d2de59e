import { isKnownOnEveryEngine } from '../../check/index.js';
import { displayTitle } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { UsageError } from '../errors.js';
import { nearest } from '../suggest.js';
import { documentTitles } from '../../results/page/documents.js';
import { inWords } from '../terminal/given.js';
import { lastFinding } from '../terminal/last-finding.js';
import { oneLine, paintFor } from '../terminal/style.js';
import { engines } from './list.js';

/**
 * `docknet explain ID`: a check from its claim to its sabotage, and what the newest run in the reports directory found. Needs no engine.
 *
 * @returns the exit status.
 */
export async function explain(id: string, reports: string): Promise<number> {
  const registry = await SuiteRegistry.open();
  const { ids } = registry;
  if (!ids.includes(id)) {
    const near = nearest(id, ids);
    throw new UsageError(
      `there is no check "${id}".${near === null ? '' : ` Did you mean ${near}?`} "docknet list" shows them all.`,
    );
  }
  // In an array: a check has a `then`, and what is awaited alone is taken for a promise.
  for (const check of await registry.load([id])) {
    const paint = paintFor(process.stdout);
    const heading = (text: string) => `\n${paint.bold(text)}`;
    const given = Object.entries(check.given);
    const lines = [
      `${paint.bold(check.id)}: ${displayTitle({ ...check, knownOnEveryEngine: isKnownOnEveryEngine(check) })}`,
      heading('claim'),
      `  ${check.claim.text}`,
      `  (${documentTitles.get(check.claim.document) ?? check.claim.document}, "${check.claim.section}")`,
      heading('given'),
      ...(given.length === 0
        ? ['  nothing but the docker host']
        : given.map(([key, spec]) => `  ${key}: ${inWords(spec)}`)),
      heading('when'),
      source(check.when),
      heading('then'),
      source(check.expect),
      heading('sabotage, under which it must change'),
      ...(typeof check.sabotage === 'function'
        ? [source(check.sabotage)]
        : Object.entries(check.sabotage.given).map(([key, spec]) => `  ${key} is instead: ${inWords(spec)}`)),
      ...(check.known ?? []).flatMap((known) => [
        heading(`known to deviate on ${engines(known.engines)}`),
        `  ${known.because}; instead:`,
        source(known.instead),
      ]),
      ...(check.appliesTo === undefined
        ? []
        : [heading(`only on ${engines(check.appliesTo.engines)}`), `  ${check.appliesTo.because}`]),
      ...(check.notOnHost === undefined ? [] : [heading('not with --engine host'), `  ${check.notOnHost}`]),
      heading('on this machine'),
      ...(await lastFinding(check.id, reports)).map((line) => `  ${oneLine(line)}`),
      `\nThe whole check: suites/${check.id}.ts. To run it: sudo npx docknet run ${check.id}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return 0;
}

/** A function as it is written: checks are made to be read. What was indented by where it stood is moved to the margin. */
function source(part: (...parameters: never[]) => unknown): string {
  const [first = '', ...rest] = part.toString().split('\n');
  const margin = Math.min(
    ...rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return [first, ...rest.map((line) => line.slice(margin))].map((line) => `  ${line}`).join('\n');
}
