import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import { RecorderError } from '../../capture/index.js';
import { EngineClient } from '../../engine/index.js';
import { sweep } from '../../lab/index.js';
import { makeDirectory, ownTreeByCaller } from '../../record/index.js';
import { requestsLinkChatter } from '../../report/index.js';
import { writeTracePage } from '../../results/index.js';
import {
  annotateTrace,
  joinTrace,
  Trace,
  TraceError,
  writeRules,
  type FirewallAddition,
  type TraceResult,
} from '../../trace/index.js';
import { findSimilar, messageOf, UsageError } from '../errors.js';
import { handleInterruption } from '../interruption.js';
import { requireRoot } from '../permission.js';
import { WritingProgress } from '../terminal/progress-line.js';
import { TracePrinter } from '../terminal/trace-printer.js';
import { listPoints, summarizeTrace } from '../terminal/trace-summary.js';
import { readTraceOptions, type TraceOptions, type TracePlan } from './trace-options.js';

const recordingFile = 'recording.pcapng';
const newTraceId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 10);

/** `docknet trace …`. @returns the exit status: 3 if the recording or the page failed, 4 if frames were lost. */
export async function trace(operands: readonly string[], options: TraceOptions): Promise<number> {
  const plan = readTraceOptions(operands, options, process.argv, process.env);
  requireRoot('trace');
  const id = newTraceId();
  const prepared = await prepare(plan, id);
  const directory = join(options.output, `trace-${id}`);
  try {
    await makeDirectory(directory);
    // Removes the table of a killed trace.
    if (plan.rules) await sweep();
    const recording = join(directory, recordingFile);
    const result = await record(prepared, plan, recording);
    const { page, error } = await writeResults(directory, recording, plan, result);
    await ownTreeByCaller(directory);
    process.stdout.write(`${summarizeTrace(result, recording, page, error)}\n`);
    if (error !== null || result.failure !== null) return 3;
    return (result.summary?.lost ?? 0) > 0 ? 4 : 0;
  } finally {
    await prepared.close();
  }
}

async function prepare(plan: TracePlan, id: string): Promise<Trace> {
  const { socket, rules, ...request } = plan;
  try {
    return await Trace.prepare({ ...request, engine: new EngineClient(socket), rules: rules ? id : null });
  } catch (cause) {
    if (cause instanceof RecorderError && cause.code === 'filter')
      throw new UsageError(`--filter '${request.filter}': libpcap says: ${cause.message}. See man pcap-filter.`, {
        cause,
      });
    if (cause instanceof TraceError) throw new UsageError(cause.message + suggestionOf(cause), { cause });
    throw cause;
  }
}

/** Returns the name most similar to the unknown one, or the names there are. */
function suggestionOf({ suggest }: TraceError): string {
  if (suggest === null) return '';
  const { word, names } = suggest;
  const similar = findSimilar(word, names);
  if (similar !== null) return ` Did you mean ${similar}?`;
  if (names.length === 0) return '';
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return ` There ${names.length === 1 ? 'is' : 'are'}: ${names.slice(0, 10).join(', ')}${more}.`;
}

/** Records until the trace ends, and prints packets meanwhile. */
async function record(prepared: Trace, plan: TracePlan, recording: string): Promise<TraceResult> {
  const { filter, command, durationMs } = plan;
  const foldChatter = !requestsLinkChatter(filter);
  const printer = new TracePrinter(process.stdout, () => prepared.names, { foldChatter });
  const log = (text: string) => {
    printer.log(text);
  };
  const interruption = handleInterruption(log, 'saving the recording');
  try {
    const result = await prepared.record(
      recording,
      {
        beforeRules: (addition) => {
          log(describeAddition(addition));
        },
        armed: (points) => {
          log(`Recording at ${listPoints(points)}`);
          if (filter !== '') log(`Only frames that match the filter at their point: ${filter}`);
          if (command.length === 0 && durationMs === null) log('Press Ctrl-C to end the trace');
        },
        journeys: (journeys) => {
          printer.journeys(journeys);
        },
        skipped: (frames) => {
          printer.skipped(frames);
        },
        notice: ({ text }) => {
          log(text);
        },
        output: (text) => {
          printer.output(text);
        },
      },
      interruption.signal,
    );
    printer.end();
    return result;
  } finally {
    interruption.end();
  }
}

/** Describes what `--rules` adds to the machine's firewall. */
function describeAddition({ table, packetsPerSecond, legacy, preFiltered }: FirewallAddition): string {
  const scope =
    preFiltered === null
      ? ''
      : preFiltered
        ? ' Only packets that may match the filter at some point are traced, and new flows of its protocols.'
        : ' The kernel cannot apply this filter, so all packets of these containers count towards the ' +
          `${packetsPerSecond}.`;
  const log = legacy
    ? ' With legacy iptables, the kernel reports through nfnetlink_log (net.netfilter.nf_log.2) until the trace ends.'
    : '';
  return (
    `--rules adds the table inet ${table} to this machine’s firewall: it turns the kernel’s trace on for packets of ` +
    `these containers, at most ${packetsPerSecond} a second, and changes no packet’s way.${scope}${log} ` +
    'It is removed when the trace ends; if docknet is killed, docknet doctor --clean removes it'
  );
}

/**
 * Writes the page, and comments into the recording.
 *
 * @returns the page's path, and why something could not be written.
 */
async function writeResults(
  directory: string,
  recording: string,
  plan: TracePlan,
  result: TraceResult,
): Promise<{ readonly page: string | null; readonly error: string | null }> {
  const progress = new WritingProgress(process.stdout);
  let page: string | null = null;
  // A recording that failed is read as far as possible, and not annotated.
  const annotated =
    result.failure === null ? result.annotator?.finish(progress.update) : result.annotator?.close().then(() => false);
  try {
    if (result.rules !== null) await writeRules(directory, result.rules);
    const journeys = await joinTrace(recording, result, plan.filter !== '');
    page = await writeTracePage(directory, recordingFile, plan, result, journeys);
    if (result.failure === null && (await annotated) !== true)
      await annotateTrace(recording, result, journeys, progress.update);
    return { page, error: null };
  } catch (cause) {
    return { page, error: messageOf(cause) };
  } finally {
    await annotated;
    progress.end();
  }
}
