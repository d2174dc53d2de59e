import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChecks } from '../../check/registry.js';
import { runSuite, type SuiteResult } from '../../check/run/run-suite.js';
import { findEngine, type EngineChoice } from '../../engine/index.js';
import { enterRun, sweep } from '../../lab/index.js';
import { exitStatus, makeDirectory, type RunRecord } from '../../record/index.js';
import { kernel } from '../doctor/diagnose.js';
import { docknetVersion } from '../version.js';
import type { Terminal } from '../terminal/paint.js';
import { Progress } from '../terminal/progress.js';
import { writePages } from '../page/write-pages.js';
import { giveToCaller } from './give-to-caller.js';
import { watchForInterruption } from './interruption.js';
import { newRunId } from './run-id.js';
import { saveRecord } from './save-record.js';

export interface SessionRequest {
  readonly ids: readonly string[];
  readonly engine: EngineChoice;
  /** The reports directory; the run gets one of its own in it. */
  readonly output: string;
  readonly workers: number;
  /** Milliseconds an engine has to come up. */
  readonly engineWithin: number;
  readonly sabotaged: boolean;
  /** Where progress and messages go. */
  readonly terminal: Terminal;
}

export interface SessionResult {
  /** null where no engine came up, so that there is no cell to record. */
  readonly record: RunRecord | null;
  readonly directory: string;
  /** Path of the page; null where there is no record or it could not be written. */
  readonly page: string | null;
  /** What kept the run from its end, or its page from being written, in words for a person. */
  readonly troubles: readonly string[];
  /** The exit status of the design. */
  readonly status: number;
}

/** Runs checks from first to last: clears what killed runs left, runs, writes the record and the page, leaves nothing else. */
export async function runSession(request: SessionRequest): Promise<SessionResult> {
  const say = (text: string) => request.terminal.write(`docknet: ${text}\n`);
  if (request.engine.kind !== 'host') await findEngine(request.engine);
  const checks = await loadChecks(request.ids);
  const run = newRunId();
  const directory = join(request.output, run);
  await makeDirectory(directory);
  const interruption = watchForInterruption(say);
  try {
    const swept = await sweep();
    if (swept.length > 0) say(`cleared what a killed run had left: ${swept.slice(0, 2).join(', ')}${swept.length > 2 ? ` and ${swept.length - 2} more` : ''}`);
    const entered = await enterRun(run);
    const started = new Date();
    const progress = new Progress(request.terminal, request.ids);
    const result = await runSuite({
      checks, workers: request.workers, run, directory, runtime: entered.path, engine: request.engine, engineWithin: request.engineWithin,
      sabotaged: request.sabotaged, signal: interruption.signal,
      onStart: (id) => { progress.started(id); }, onCheck: (check) => { progress.checked(check); },
    }).finally(async () => {
      progress.end();
      await entered.remove();
      // A worker that died took its lab with it, but not the lab's control groups.
      await sweep();
    });
    return await finish(request, run, directory, started, result, interruption.signal.aborted);
  } finally {
    interruption.end();
  }
}

/** Writes down what came of it. Nothing recorded is lost: what cannot be written is said, and the rest is written all the same. */
async function finish(request: SessionRequest, run: string, directory: string, started: Date, result: SuiteResult, aborted: boolean): Promise<SessionResult> {
  const { cell, checks, unfit } = result;
  const troubles = unfit === null ? [] : [unfit];
  if (cell === null) {
    await rm(directory, { recursive: true, force: true });
    if (unfit !== null) troubles.push(...(await kernel()).flatMap(({ name, missing, mend }) => missing === null ? [] : [`${name} is missing: ${missing} ${mend}`]));
    return { record: null, directory, page: null, troubles, status: aborted ? 130 : 3 };
  }
  const finished = new Date();
  const record: RunRecord = {
    schema: 'docknet-record/1',
    run: {
      id: run, started: started.toISOString(), finished: finished.toISOString(), milliseconds: finished.getTime() - started.getTime(),
      docknet: docknetVersion(), arguments: process.argv.slice(2), workers: request.workers,
      interrupted: aborted || unfit !== null, sabotaged: request.sabotaged,
    },
    cell, checks,
  };
  let unsaved = false;
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => work().catch((cause: unknown) => {
    troubles.push(cause instanceof Error ? cause.message : String(cause));
    unsaved = true;
    return null;
  });
  await attempt(() => saveRecord(directory, record));
  const page = await attempt(() => writePages(directory, record));
  await attempt(() => giveToCaller(directory));
  const status = aborted ? 130 : unfit !== null || (unsaved && exitStatus(record) === 0) ? 3 : exitStatus(record);
  return { record, directory, page, troubles, status };
}
