import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The user who runs steps. */
export interface RunnerUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The files in which a step answers. */
export interface StepFiles {
  readonly environment: Readonly<Record<string, string>>;
  read(): Promise<StepAnswers>;
}

export interface StepAnswers {
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
}

const names = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'] as const;

/** Makes a step's files, empty, of the user's. */
export async function makeStepFiles(temporary: string, step: number, user: RunnerUser): Promise<StepFiles> {
  const directory = join(temporary, '_runner_file_commands');
  await mkdir(directory, { recursive: true });
  const paths = Object.fromEntries(names.map((name) => [name, join(directory, `${name}_${step}`)]));
  for (const path of Object.values(paths)) {
    await writeFile(path, '');
    await chown(path, user.uid, user.gid);
  }
  const read = (name: (typeof names)[number]) => readFile(paths[name] ?? '', 'utf8');
  return {
    environment: paths,
    read: async () => ({
      outputs: parsePairs(await read('GITHUB_OUTPUT')),
      env: parsePairs(await read('GITHUB_ENV')),
      path: (await read('GITHUB_PATH')).split('\n').filter((line) => line !== ''),
      summary: await read('GITHUB_STEP_SUMMARY'),
    }),
  };
}

/**
 * Parses `NAME=VALUE` and `NAME<<DELIMITER` with lines up to the delimiter, as the runner does.
 *
 * @throws Error for a line that is neither.
 */
export function parsePairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let n = 0; n < lines.length; n += 1) {
    const line = lines[n] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(line.slice(heredoc + 2), n + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${line.slice(heredoc + 2)}'`);
    pairs[line.slice(0, heredoc)] = lines.slice(n + 1, end).join('\n');
    n = end;
  }
  return pairs;
}
