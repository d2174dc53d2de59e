import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess } from '../process/index.js';
import { AptError } from './error.js';

/**
 * Writes settings of apt.conf(5) for one source; apt refuses anything unsigned from it. apt reads them after the
 * machine's own, and so uses a proxy set there. @returns the file's path.
 */
export async function writeAptSettings(directory: string, source: string): Promise<string> {
  const at = (name: string) => join(directory, name);
  for (const name of ['lists/partial', 'archives/partial']) await mkdir(at(name), { recursive: true });
  await writeFile(at('sources.list'), `${source}\n`);
  await writeFile(at('status'), '');
  const settings = {
    'Dir::Etc::SourceList': at('sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Trusted': '/dev/null',
    'Dir::Etc::TrustedParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State::Lists': at('lists'),
    'Dir::State::Status': at('status'),
    'Dir::State::Extended_States': at('extended_states'),
    'Dir::Cache': directory,
    'Acquire::AllowInsecureRepositories': 'false',
    'Acquire::AllowWeakRepositories': 'false',
    'Acquire::AllowDowngradeToInsecureRepositories': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'APT::Get::AllowUnauthenticated': 'false',
    // The directory may be root's alone: apt's user _apt could read neither key nor lists.
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
  };
  await writeFile(
    at('apt.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  return at('apt.conf');
}

/** Runs a program of apt, dpkg or gpg. @returns its output. @throws AptError with its messages if it fails. */
export async function runApt(argv: readonly string[], signal: AbortSignal): Promise<string> {
  const [program = ''] = argv;
  const running = startProcess(argv, { keepOutput: 10e6 });
  const stop = () => {
    running.kill();
  };
  signal.addEventListener('abort', stop, { once: true });
  const { status, error } = await running.ended.finally(() => {
    signal.removeEventListener('abort', stop);
  });
  if (status === 0) return running.stdout;
  if (signal.aborted) throw new InterruptedError('reading the repository was interrupted');
  if (error !== null)
    throw new AptError(
      `${program} is not installed; docknet fetches packages with it. ` +
        `Install it: sudo apt-get install --no-install-recommends ${program === 'gpg' ? 'gpg' : 'apt'}`,
    );
  throw new AptError(selectErrors(`${running.stdout}${running.stderr}`.trim().split('\n')));
}

/** The caller's signal stopped the program. */
class InterruptedError extends AptError {}

/** Returns a handler that puts what failed before a program's own messages. */
export const explain =
  (what: string) =>
  (cause: unknown): never => {
    if (cause instanceof InterruptedError || !(cause instanceof AptError)) throw cause;
    throw new AptError(`${what}:\n${cause.message}`, { cause });
  };

/** Returns the errors of apt and dpkg in a log; its end if there are none. */
export function selectErrors(log: readonly string[]): string {
  const errors = log.filter((line) => /^(E|W|Err|dpkg|mmdebstrap):|No space left|error:/i.test(line));
  return (errors.length > 0 ? errors : log).slice(-12).join('\n');
}
