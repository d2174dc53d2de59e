import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { RecorderError } from '../../capture/index.js';
import { EngineClient } from '../../engine/index.js';
import { makeDirectory, ownTreeByCaller } from '../../record/index.js';
import { sweep } from '../../lab/index.js';
import { annotateTrace, joinTrace, Trace, TraceError, writeRules, type TraceResult } from '../../trace/index.js';
import { UsageError } from '../errors.js';
import { nearest } from '../suggest.js';
import { writeTracePage } from '../../results/page/write-trace.js';
import { watchForInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { LiveLadder } from '../terminal/trace-printer.js';
import { pointList } from '../terminal/point-list.js';
import { traceSummary } from '../terminal/trace-summary.js';
import { WritingProgress } from '../terminal/writing-progress.js';
import { readArguments, type TraceArguments, type TraceOptions } from './trace-options.js';

/** The recording's name in a trace's directory. */
const recording = 'recording.pcapng';
const newTraceId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);

/** `docknet trace …`. @returns the exit status. */
export async function trace(words: readonly string[], options: TraceOptions): Promise<number> {
  const asked = readArguments(words, options, process.argv, process.env);
  requireRoot('trace');
  const id = newTraceId();
  const prepared = await prepare(asked, id);
  const directory = join(options.output, `trace-${id}`);
  try {
    await makeDirectory(directory);
    // What a trace left whose guard was killed too is taken out first.
    if (asked.rules) await sweep();
    const file = join(directory, recording);
    const result = await watch(prepared, asked, file);
    const { page, trouble } = await explained(directory, asked, result);
    await ownTreeByCaller(directory);
    process.stdout.write(`${traceSummary(result, file, page, trouble)}\n`);
    if (trouble !== null || result.failure !== null) return 3;
    return (result.summary?.lost ?? 0) > 0 ? 4 : 0;
  } finally {
    await prepared.close();
  }
}

/** Writes the page, and into the recording what was found out about its frames. What cannot be written is told, and the rest is. */
async function explained(
  directory: string,
  asked: TraceArguments,
  result: TraceResult,
): Promise<{ readonly page: string | null; readonly trouble: string | null }> {
  const file = join(directory, recording);
  const progress = new WritingProgress(process.stdout);
  let page: string | null = null;
  // A recording that broke off is read as far as it goes, and left as it is.
  const annotated =
    result.failure === null ? result.annotator?.finish(progress.tell) : result.annotator?.close().then(() => false);
  try {
    if (result.rules !== null) await writeRules(directory, result.rules);
    const journeys = await joinTrace(file, result, asked.filter !== '');
    page = await writeTracePage(directory, recording, asked, result, journeys);
    if (result.failure === null && (await annotated) !== true)
      await annotateTrace(file, result, journeys, progress.tell);
    return { page, trouble: null };
  } catch (cause) {
    return { page, trouble: cause instanceof Error ? cause.message : String(cause) };
  } finally {
    await annotated;
    progress.end();
  }
}

async function prepare(asked: TraceArguments, id: string): Promise<Trace> {
  const { socket, rules, ...request } = asked;
  try {
    return await Trace.prepare({ ...request, engine: new EngineClient(socket), rules: rules ? id : null });
  } catch (cause) {
    if (cause instanceof RecorderError && cause.code === 'filter')
      throw new UsageError(`--filter '${request.filter}': libpcap says: ${cause.message}. See man pcap-filter.`, {
        cause,
      });
    if (cause instanceof TraceError) throw usage(cause);
    throw cause;
  }
}

function usage(error: TraceError): UsageError {
  const near = error.suggest === null ? null : nearest(error.suggest.word, error.suggest.names);
  const names = error.suggest?.names ?? [];
  const hint =
    near !== null
      ? ` Did you mean ${near}?`
      : names.length === 0
        ? ''
        : ` There ${names.length === 1 ? 'is' : 'are'}: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`;
  return new UsageError(`${error.message}${hint}`, { cause: error });
}

/** Records, and shows what passes, until it ends. */
async function watch(prepared: Trace, asked: TraceArguments, file: string): Promise<TraceResult> {
  const ladder = new LiveLadder(process.stdout, () => prepared.names);
  const interruption = watchForInterruption((text) => {
    ladder.say(text);
  }, 'writing what was recorded');
  try {
    const result = await prepared.record(
      file,
      {
        beforeRules: ({ table, packetsPerSecond: perSecond, legacy, preFiltered: narrowed }) => {
          ladder.say(
            `to name rules, the table inet ${table} is added to this machine’s firewall: it turns the kernel’s trace on for packets of these containers, at most ${perSecond} a second, and changes no packet’s way.${narrowed === null ? '' : narrowed ? ' Of these only packets are traced that the filter may let through at one point or another, new flows of its protocols among them.' : ` What this filter asks for cannot be told to the kernel, so all packets of these containers count towards the ${perSecond}.`}${legacy ? ' iptables is the legacy one here, so what is traced is told through nfnetlink_log meanwhile (net.netfilter.nf_log.2).' : ''} All of it goes when the trace ends; should it ever be left, docknet doctor --clean removes it`,
          );
        },
        armed: (points) => {
          ladder.say(`recording at ${pointList(points)}`);
          if (asked.filter !== '') ladder.say(`only what the filter lets through at each point: ${asked.filter}`);
          if (asked.command.length === 0 && asked.durationMs === null)
            ladder.say('Ctrl-C ends the trace and writes everything');
        },
        journeys: (journeys) => {
          ladder.journeys(journeys);
        },
        skipped: (frames) => {
          ladder.skipped(frames);
        },
        notice: ({ text }) => {
          ladder.say(text);
        },
        output: (text) => {
          ladder.said(text);
        },
      },
      interruption.signal,
    );
    ladder.flush();
    return result;
  } finally {
    interruption.end();
  }
}
