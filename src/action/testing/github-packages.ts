import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type * as actions from '@actions/workflow-parser/actions/index';
import type * as workflows from '@actions/workflow-parser';
import type * as expressions from '@actions/expressions';

/** GitHub's own parser of workflows and actions, and its evaluator of expressions. */
export interface GitHubPackages {
  readonly actions: typeof actions;
  readonly workflows: typeof workflows;
  readonly expressions: typeof expressions;
}

const entry = `
export * as actions from '@actions/workflow-parser/actions/index';
export * as workflows from '@actions/workflow-parser';
export * as expressions from '@actions/expressions';`;

/** Bundled: as published they import JSON without an attribute, which Node refuses. */
async function load(): Promise<GitHubPackages> {
  const directory = await mkdtemp(join(tmpdir(), 'docknet-github-'));
  const outfile = join(directory, 'packages.mjs');
  try {
    await build({
      stdin: { contents: entry, resolveDir: process.cwd() },
      bundle: true,
      outfile,
      format: 'esm',
      // For the ECMAScript modules of the package yaml.
      platform: 'browser',
      logLevel: 'error',
    });
    return (await import(outfile)) as GitHubPackages;
  } finally {
    await rm(directory, { recursive: true });
  }
}

export const github: GitHubPackages = await load();
