/** A mistake in the action's inputs. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What makes the job fail besides an unfit environment and an interruption. */
export type FailOn = 'regression' | 'deviation' | 'never';

/** A reporter, and its file if one is named. */
export interface Reporter {
  readonly name: string;
  readonly file: string | null;
}

/** The action's inputs, checked. */
export interface Inputs {
  readonly checks: readonly string[];
  readonly engines: readonly string[];
  /** Empty for the runner's own. */
  readonly kernels: readonly string[];
  readonly firewallBackends: readonly string[];
  readonly daemonConfig: string | null;
  readonly suites: readonly string[];
  readonly baseline: string | null;
  readonly failOn: FailOn;
  readonly shard: string | null;
  readonly reporters: readonly Reporter[];
  /** Whether the artifacts of other jobs are merged in place of a run. */
  readonly merge: boolean;
  /** The two artifacts that a merge compares, the base first. */
  readonly compare: readonly [base: string, candidate: string] | null;
  readonly summary: boolean;
  readonly annotations: boolean;
}

/**
 * Reads the inputs from `DOCKNET_INPUTS`, the JSON of GitHub's context `inputs`. `DOCKNET_ENGINES` replaces the engines
 * if it is set: "newest:3" is known by names then.
 *
 * @throws InputError for a value that cannot be used.
 */
export function readInputs(environment: NodeJS.ProcessEnv): Inputs {
  const json = JSON.parse(environment['DOCKNET_INPUTS'] ?? '{}') as Readonly<Record<string, string | null>>;
  const textOf = (name: string) => (json[name] ?? '').trim();
  const orNull = (name: string) => textOf(name) || null;
  const inputs: Inputs = {
    checks: splitWords(textOf('checks')),
    engines: readEngines(environment['DOCKNET_ENGINES'] ?? textOf('engines')),
    kernels: splitWords(textOf('kernels')),
    firewallBackends: splitWords(textOf('firewall-backend')),
    daemonConfig: orNull('daemon-config'),
    suites: splitLines(textOf('suites')),
    baseline: orNull('baseline'),
    failOn: readFailOn(textOf('fail-on')),
    shard: orNull('shard'),
    reporters: readReporters(textOf('reporters')),
    merge: textOf('merge') !== '',
    compare: readCompare(splitWords(textOf('compare'))),
    summary: readFlag('summary', textOf('summary')),
    annotations: readFlag('annotations', textOf('annotations')),
  };
  if (inputs.compare !== null && !inputs.merge)
    throw new InputError('compare names two of the artifacts that merge selects. Pass merge, too, or use baseline.');
  if (inputs.failOn === 'regression' && !inputs.merge && (inputs.baseline ?? 'none') === 'none')
    throw new InputError('fail-on: regression needs a baseline to compare with. Pass baseline, or fail-on: deviation.');
  return inputs;
}

/** Returns the file of a reporter; null if it is not asked for. @param directory The run's directory. */
export function locateReport({ reporters }: Inputs, name: string, directory: string): string | null {
  const reporter = reporters.find((each) => each.name === name);
  return reporter === undefined ? null : (reporter.file ?? `${directory}/${defaultFiles[name] ?? name}`);
}

/** The files that docknet writes in the run's directory, by reporter. */
const defaultFiles: Readonly<Record<string, string>> = { junit: 'junit.xml', ctrf: 'ctrf.json' };

const splitWords = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Splits paths, which may hold spaces. */
const splitLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Reads engines: one a line, or names separated by spaces. A path may hold spaces on a line of its own. */
function readEngines(text: string): readonly string[] {
  const names = splitLines(text).flatMap((line) => (line.includes('/') ? [line] : splitWords(line)));
  if (names.includes('host'))
    throw new InputError(
      'engines: host would change the runner’s own Docker, which the action never does. ' +
        'After the action, docknet is on the PATH: sudo env "PATH=$PATH" docknet run --engine host --yes',
    );
  return names.length === 0 ? ['private'] : names;
}

function readFailOn(text: string): FailOn {
  const found = (['regression', 'deviation', 'never'] as const).find((each) => each === text);
  if (found === undefined) throw new InputError(`fail-on: ${text}: pass regression, deviation or never.`);
  return found;
}

/** Reads reporters: one a line, or names separated by spaces. A file's name may hold spaces on a line of its own. */
function readReporters(text: string): readonly Reporter[] {
  const reporters = splitLines(text).flatMap((line) => (line.includes('=') ? [line] : splitWords(line)));
  return reporters.map((reporter) => {
    const [, name = '', file] = /^([a-z]+)(?:=(.+))?$/.exec(reporter) ?? [];
    if (name === '') throw new InputError(`reporters: ${reporter}: pass NAME or NAME=FILE.`);
    if (name === 'github')
      throw new InputError('reporters: github is the inputs summary and annotations. Remove it from reporters.');
    return { name, file: file ?? null };
  });
}

function readCompare(words: readonly string[]): Inputs['compare'] {
  const [base, candidate, ...more] = words;
  if (base === undefined) return null;
  if (candidate === undefined || more.length > 0)
    throw new InputError('compare: pass two artifacts’ names without the attempt, the base first.');
  return [base, candidate];
}

function readFlag(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new InputError(`${name}: ${text}: pass true or false.`);
  return text === 'true';
}
