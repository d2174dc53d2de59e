import { join } from 'node:path';
import { loadChecks } from '../registry/registry.js';
import { optimiseLate } from '../worker/optimise-late.js';
import { runSuites, type SuiteResult } from '../schedule/run-cells.js';
import { findEngine } from '../../engine/index.js';
import { enterRun, sweep } from '../../lab/index.js';
import { makeDirectory } from '../../record/index.js';
import { EvidenceAhead } from '../../results/page/evidence-ahead.js';
import { progressOf } from '../../cli/terminal/progress.js';
import { knownDurations } from '../../results/compare/durations.js';
import { watchForInterruption } from '../../cli/interruption.js';
import { keepMatrix } from './keep-matrix.js';
import { keepRun } from './keep-run.js';
import { legNames, type Leg } from './legs.js';
import { newRunId } from './run-id.js';
import type { Session, SessionRequest, SessionResult } from './session.js';

/** Runs checks from first to last: clears what killed runs left, runs, writes the record and the page, leaves nothing else. */
export async function runSession(request: SessionRequest): Promise<SessionResult> {
  optimiseLate();
  const say = (text: string) => request.terminal.write(`docknet: ${text}\n`);
  for (const { choice } of request.engines) if (choice.kind !== 'host') await findEngine(choice);
  const checks = await loadChecks(request.ids, request.suites);
  const run = newRunId();
  const directory = join(request.output, run);
  const names = legNames(request.engines.map(({ name }) => name));
  const legs = request.engines.map(({ choice }, n): Leg => {
    const name = names[n] ?? { name: '', directory: '' };
    return { ...name, choice, path: request.engines.length === 1 ? directory : join(directory, name.directory) };
  });
  for (const leg of legs) await makeDirectory(leg.path);
  const interruption = watchForInterruption(say);
  try {
    const swept = await sweep();
    if (swept.length > 0)
      say(
        `cleared what a killed run had left: ${swept.slice(0, 2).join(', ')}${swept.length > 2 ? ` and ${swept.length - 2} more` : ''}`,
      );
    const durations = await knownDurations();
    const entered = await enterRun(run);
    const started = new Date();
    const ahead = new EvidenceAhead();
    const progress = progressOf(
      request.terminal,
      legs.map(({ name }) => name),
      request.ids,
    );
    const results = await runSuites(
      legs.map(({ name, choice, path }) => ({
        checks,
        durations,
        run,
        directory: path,
        runtime: entered.path,
        engine: choice,
        engineWithin: request.engineWithin,
        sabotaged: request.sabotaged,
        engineCache: request.engineCache,
        suites: request.suites,
        ...(request.iptables === null ? {} : { iptables: request.iptables }),
        signal: interruption.signal,
        onStart: (id) => {
          progress.started(name, id);
        },
        onCheck: (check) => {
          progress.checked(name, check);
          ahead.begin(path, check);
        },
      })),
      request.workers,
    ).finally(async () => {
      progress.end();
      await entered.remove();
      // A worker that died took its lab with it, but not the lab's control groups.
      await sweep();
    });
    return await keep(
      {
        request,
        run,
        directory,
        started,
        finished: new Date(),
        aborted: interruption.signal.aborted,
        evidenceOf: ahead.of,
      },
      legs,
      results,
    );
  } finally {
    interruption.end();
  }
}

function keep(session: Session, legs: readonly Leg[], results: readonly SuiteResult[]): Promise<SessionResult> {
  const [leg, ...more] = legs.map((of, n) => ({
    ...of,
    result: results[n] ?? { cell: null, checks: [], unfit: null },
  }));
  if (leg === undefined) throw new Error('a session without an engine');
  return more.length === 0 ? keepRun(session, leg) : keepMatrix(session, [leg, ...more]);
}
