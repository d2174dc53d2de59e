import { join } from 'node:path';
import type { AnyCheck } from '../../check/index.js';
import { findEngine, type EngineChoice } from '../../engine/index.js';
import { registerRun, sweep } from '../../lab/index.js';
import { makeDirectory, type CheckRecord, type MatrixRecord, type RunRecord, type Shard } from '../../record/index.js';
import type { SuiteRegistry } from '../../registry/index.js';
import { runCells, type CellResult } from '../schedule/run-cells.js';
import { delayOptimization } from '../worker/delay-optimization.js';
import { nameCells, newRunId, type CellNames } from './names.js';
import { saveSession } from './save-session.js';

/** What a session runs, where, and for how long. */
export interface SessionRequest {
  readonly registry: SuiteRegistry;
  /** The checks to run, in the order in which they are recorded. */
  readonly ids: readonly string[];
  /** One or more; several make a matrix. */
  readonly engines: readonly NamedEngine[];
  /** The part of all checks that the ids are; null for all. */
  readonly shard: Shard | null;
  /** The reports directory. The session makes a directory of its own in it. */
  readonly output: string;
  /** The number of labs at once, over all engines. */
  readonly workers: number;
  /** Milliseconds within which an engine must come up. */
  readonly engineTimeoutMs: number;
  readonly sabotaged: boolean;
  /** Where fetched engines are kept. */
  readonly engineCache: string;
  /** "legacy" for labs with the legacy iptables; null for the engine's default. */
  readonly iptables: 'legacy' | null;
  /** Milliseconds that checks took in earlier runs, by id; used to order them. */
  readonly durations: ReadonlyMap<string, number>;
  /** The command line, for the record. */
  readonly arguments: readonly string[];
  /** Aborting it removes the labs and saves what was recorded. */
  readonly signal: AbortSignal;
}

/** An engine of a session: what to start, and its name as given on the command line ("debian:trixie"). */
export interface NamedEngine {
  readonly name: string;
  readonly choice: EngineChoice;
}

/** Reports the progress of a session. */
export interface SessionListener {
  /** Leftovers of a killed run were removed. */
  swept(leftovers: readonly string[]): void;
  /** A run directory was made for each cell; the names are unique. */
  began(cells: readonly CellNames[]): void;
  /** A check was handed to a worker. */
  started(cell: string, id: string): void;
  /** A check has its verdict. Its evidence is below `directory`. */
  checked(cell: string, check: CheckRecord, directory: string): void;
  /** The last lab is gone; the records are saved next. */
  ended(): void;
}

/** The run on one engine. */
export interface SessionCell {
  readonly name: string;
  /** null if no engine came up, so that there is no environment to record. */
  readonly record: RunRecord | null;
  readonly directory: string;
  /** Why the run ended early; null if it did not. */
  readonly unfit: string | null;
}

/** What a session leaves. */
export interface SessionResult {
  /** One for each engine, in the order given. */
  readonly cells: readonly SessionCell[];
  /** null for a session on one engine, or if no engine came up. */
  readonly matrix: MatrixRecord | null;
  readonly directory: string;
  readonly interrupted: boolean;
  /** What could not be saved, and why. */
  readonly unsaved: readonly string[];
}

/** One cell of a session and the directory of its record and evidence. */
export interface PlannedCell extends CellNames {
  readonly choice: EngineChoice;
  readonly path: string;
}

/**
 * Runs checks on one or several engines and saves the records: removes what killed runs left, builds labs, runs, removes the labs.
 *
 * @throws EngineError, LabError, RecordError or SuiteError if the session cannot begin.
 */
export async function runSession(request: SessionRequest, listener: SessionListener): Promise<SessionResult> {
  delayOptimization();
  for (const { choice } of request.engines) if (choice.kind !== 'host') await findEngine(choice);
  const checks = await request.registry.load(request.ids);
  const run = newRunId();
  const directory = join(request.output, run);
  const cells = planCells(request.engines, directory);
  for (const { path } of cells) await makeDirectory(path);
  const swept = await sweep();
  if (swept.length > 0) listener.swept(swept);
  const started = new Date();
  const results = await runInLabs(request, listener, { run, checks, cells });
  const finished = new Date();
  return saveSession(request, { run, directory, started, finished }, cells, results);
}

function planCells(engines: readonly NamedEngine[], directory: string): PlannedCell[] {
  const names = nameCells(engines.map(({ name }) => name));
  return names.map((names, n) => ({
    ...names,
    choice: engines[n]?.choice ?? { kind: 'private' },
    path: engines.length === 1 ? directory : join(directory, names.directory),
  }));
}

/** Runs the checks of every cell. Labs and their control groups are gone when it returns. */
async function runInLabs(
  request: SessionRequest,
  listener: SessionListener,
  {
    run,
    checks,
    cells,
  }: { readonly run: string; readonly checks: readonly AnyCheck[]; readonly cells: readonly PlannedCell[] },
): Promise<CellResult[]> {
  const { engineTimeoutMs, sabotaged, engineCache, iptables, durations, signal, registry } = request;
  const runDirectory = await registerRun(run);
  try {
    listener.began(cells);
    return await runCells(
      cells.map(({ name, choice, path }) => ({
        setup: {
          run,
          directory: path,
          runtime: runDirectory.path,
          suites: registry.directories,
          engine: choice,
          engineTimeoutMs,
          sabotaged,
          engineCache,
          ...(iptables === null ? {} : { iptables }),
        },
        checks,
        durations,
        signal,
        onStart: (id) => {
          listener.started(name, id);
        },
        onCheck: (check) => {
          listener.checked(name, check, path);
        },
      })),
      request.workers,
    );
  } finally {
    listener.ended();
    await runDirectory.remove();
    // A worker that died left its lab's control groups behind.
    await sweep();
  }
}
