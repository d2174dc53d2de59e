import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { findSimilar, UsageError } from '../errors.js';

/** Every reporter, and the file it writes in the run's directory: `-` for standard output, null for none. */
const defaultFiles = {
  html: null,
  junit: 'junit.xml',
  ctrf: 'ctrf.json',
  github: null,
  markdown: 'summary.md',
  json: '-',
  tap: 'results.tap',
} as const;

export type ReporterName = keyof typeof defaultFiles;

const reporterNames = Object.keys(defaultFiles) as ReporterName[];

/** Options of the commands that write reports, as commander parses them. */
export interface ReporterOptions {
  readonly reporter?: readonly string[];
  /** The same as `--reporter json`. */
  readonly json?: boolean;
  /** Of `docknet report` only. */
  readonly singleFile?: boolean;
  readonly artifactUrl?: string;
  readonly strictRules?: boolean;
}

/** Where a report goes: into the run's directory, to a path of the user's, or to standard output. */
export type Target =
  | { readonly kind: 'run'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdout' };

/** A report to write. */
export interface Reporter {
  readonly name: ReporterName;
  /** null for html's pages, which lie in the run's directory, and for github's summary in $GITHUB_STEP_SUMMARY. */
  readonly target: Target | null;
}

/** What a command line asks to report, checked. */
export interface ReporterPlan {
  readonly reporters: readonly Reporter[];
  /** Whether the run's pages are written. */
  readonly hasPages: boolean;
  /** Whether a report goes to standard output, so that everything else goes to standard error. */
  readonly usesStdout: boolean;
  /** Whether GitHub reads the output for workflow commands. */
  readonly isForGithub: boolean;
  /** Address of the uploaded report; null if it is not known. */
  readonly artifact: string | null;
  readonly strictRules: boolean;
}

/**
 * Reads and checks `--reporter`, `--json`, `--single-file` and `--artifact-url`. Without a reporter, pages are written.
 *
 * @throws UsageError for an unknown reporter, a file that cannot be replaced, or two reports for standard output.
 */
export function readReporters(options: ReporterOptions, environment: NodeJS.ProcessEnv = process.env): ReporterPlan {
  const named = (options.reporter ?? []).map((value) => readReporter(value, options.singleFile === true));
  const reporters: Reporter[] = [
    ...(named.length > 0 ? named : [readReporter('html', options.singleFile === true)]),
    ...(options.json === true ? [readReporter('json', false)] : []),
  ];
  const toStdout = reporters.filter(({ target }) => target?.kind === 'stdout');
  if (toStdout.length > 1)
    throw new UsageError(
      `${toStdout.map(({ name }) => name).join(' and ')} would both go to standard output. ` +
        `Name a file for one: --reporter ${toStdout[0]?.name ?? ''}=FILE.`,
    );
  return {
    reporters,
    hasPages: reporters.some(({ name, target }) => name === 'html' && target === null),
    usesStdout: toStdout.length > 0,
    isForGithub: reporters.some(({ name }) => name === 'github'),
    artifact: readAddress(options.artifactUrl) ?? findRunAddress(environment),
    strictRules: options.strictRules === true,
  };
}

/** @throws UsageError if a page of its own is asked for, and there are several cells. */
export function requireOneCell({ reporters }: Pick<ReporterPlan, 'reporters'>, cells: number): void {
  if (cells > 1 && reporters.some(({ name, target }) => name === 'html' && target !== null))
    throw new UsageError(
      'A single file holds one run, and this is a matrix of several. ' +
        'Run "docknet report --single-file" on the directory of each cell.',
    );
}

function readReporter(value: string, isSingleFile: boolean): Reporter {
  const [word = '', ...rest] = value.split('=');
  const file = rest.join('=');
  const name = reporterNames.find((candidate) => candidate === word);
  if (name === undefined) {
    const similar = findSimilar(word, reporterNames);
    throw new UsageError(
      `--reporter ${value}: there is no reporter "${word}".` +
        `${similar === null ? '' : ` Did you mean ${similar}?`} The reporters are ${reporterNames.join(', ')}.`,
    );
  }
  if (rest.length === 0) return { name, target: findDefault(name, isSingleFile) };
  if (file === '') throw new UsageError(`--reporter ${value}: name a file after =, or - for standard output.`);
  if (file === '-') return { name, target: { kind: 'stdout' } };
  if (existsOtherwise(file))
    throw new UsageError(`--reporter ${value}: ${file} is no regular file. Pass - for standard output.`);
  return { name, target: { kind: 'file', path: resolve(file) } };
}

/** Returns whether a directory, link or device is at a path. What cannot be looked at fails when it is written. */
function existsOtherwise(path: string): boolean {
  try {
    return !lstatSync(path).isFile();
  } catch {
    return false;
  }
}

function findDefault(name: ReporterName, isSingleFile: boolean): Target | null {
  const file = name === 'html' && isSingleFile ? 'report.html' : defaultFiles[name];
  return file === null ? null : file === '-' ? { kind: 'stdout' } : { kind: 'run', name: file };
}

/** @throws UsageError for what is no address of a page. */
function readAddress(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const address = URL.canParse(text) ? new URL(text) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol))
    throw new UsageError(`--artifact-url ${text}: pass an address that begins with https:// or http://.`);
  return address.href;
}

/** Returns the address of the run in GitHub Actions, whose page lists its artifacts. */
function findRunAddress({
  GITHUB_SERVER_URL: server = '',
  GITHUB_REPOSITORY: repository = '',
  GITHUB_RUN_ID: run = '',
}: NodeJS.ProcessEnv): string | null {
  const address = `${server}/${repository}/actions/runs/${run}#artifacts`;
  return server === '' || repository === '' || run === '' || !URL.canParse(address) ? null : new URL(address).href;
}
