import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';

/** Sets outputs of the step. A value may hold anything. */
export async function setOutputs(outputs: Readonly<Record<string, string | number>>): Promise<void> {
  for (const [name, value] of Object.entries(outputs)) {
    // A delimiter that the value cannot hold: a line feed in the value sets no other output.
    const delimiter = randomBytes(16).toString('hex');
    await append('GITHUB_OUTPUT', `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }
}

/** Adds Markdown to the job's summary. */
export const addSummary = (markdown: string): Promise<void> => append('GITHUB_STEP_SUMMARY', `${markdown}\n`);

/** Prints an annotation. */
export function annotate(level: 'error' | 'warning', message: string): void {
  process.stdout.write(`::${level} title=docknet::${escapeData(message)}\n`);
}

/**
 * Keeps the runner from executing workflow commands ("::error::", "##[set-output]") in what is printed during some
 * work: names of containers and files may hold them.
 */
export async function withoutCommands<T>(work: () => Promise<T>): Promise<T> {
  const token = randomBytes(16).toString('hex');
  process.stdout.write(`::stop-commands::${token}\n`);
  try {
    return await work();
  } finally {
    process.stdout.write(`\n::${token}::\n`);
  }
}

/** Returns text as one Markdown paragraph that shows it as it is. */
export const quoteMarkdown = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>|#~@&!$]/g, (character) => `&#${character.charCodeAt(0)};`);

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

async function append(variable: string, text: string): Promise<void> {
  const file = process.env[variable];
  if (file === undefined || file === '') throw new Error(`${variable} is not set: this is no GitHub runner.`);
  await appendFile(file, text);
}
