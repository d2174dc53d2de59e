import { writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { docknetVersion, type PointRecord } from '../record/index.js';
import { removeFloodCopies, renderTrace, selectContainers, type TraceReport } from '../report/index.js';
import {
  comparePoints,
  traceEndWords,
  type TraceJourneys,
  type TracePoint,
  type TraceRequest,
  type TraceResult,
} from '../trace/index.js';
import { pageFile, sha256 } from './page-file.js';

/** What a trace was asked for. */
export type TracePageRequest = Pick<TraceRequest, 'filter' | 'snapLength' | 'command'> & { readonly rules: boolean };

/**
 * Writes a trace's page beside its recording.
 *
 * @returns its path.
 * @throws the file system's error if it cannot be written.
 */
export async function writeTracePage(
  directory: string,
  recording: string,
  request: TracePageRequest,
  result: TraceResult,
  trace: TraceJourneys,
): Promise<string> {
  const path = join(directory, pageFile);
  await writeFile(path, renderTrace(describeTrace(recording, request, result, trace), sha256));
  return path;
}

function describeTrace(
  recording: string,
  { filter, snapLength, command, rules }: TracePageRequest,
  result: TraceResult,
  { all, selected, analysed, rulesCaveat }: TraceJourneys,
): TraceReport {
  const containers = new Map(result.points.map(({ point, container }) => [point.name, container]));
  const containerOf = (point: string): string | null => containers.get(point) ?? null;
  const unflooded = removeFloodCopies(selected, containerOf);
  const { journeys, drawn } = selectContainers(unflooded.journeys, containerOf);
  const seen = new Set(journeys.flatMap(({ hops }) => hops.map(({ point }) => point)));
  return {
    docknet: docknetVersion(),
    engine: result.engine.version,
    kernel: release(),
    containers: result.containers,
    commandLine: process.argv.slice(2),
    filter,
    snapLength,
    command: command.length === 0 ? null : { words: command, status: result.status },
    started: result.started.toISOString(),
    milliseconds: result.milliseconds,
    endReason: traceEndWords[result.end],
    points: listPoints(result, seen, drawn ?? result.containers),
    totalPoints: result.points.length,
    journeys,
    frames: result.frames,
    readFrames: analysed,
    unrelated: all.length - selected.length,
    floods: unflooded.floods,
    selection: drawn === null ? null : { drawn, leftOut: unflooded.journeys.length - journeys.length },
    lostFrames: result.summary?.lost ?? 0,
    failure: result.failure,
    notices: result.notices,
    names: result.names,
    recording: `./${recording}`,
    rules: !rules ? 'not traced' : result.rules === null ? 'could not be listed' : 'traced',
    rulesCaveat,
  };
}

/**
 * Lists the points that saw one of the journeys: most of a hundred containers have nothing to do with each other.
 *
 * @param containers In the order of their points.
 */
function listPoints(
  { points, summary }: TraceResult,
  seen: ReadonlySet<string>,
  containers: readonly string[],
): PointRecord[] {
  const rank = ({ container }: TracePoint): number =>
    container === null ? containers.length : containers.indexOf(container);
  const sorted = points
    .filter(({ point }) => seen.has(point.name))
    .sort((a, b) => rank(a) - rank(b) || comparePoints(a, b));
  return sorted.map(({ point: { name, interface: interfaceName }, container }, order) => {
    const counts = summary?.statistics.find((one) => one.point === name);
    return {
      name,
      interface: interfaceName,
      region: container === null ? 'host' : 'container',
      order,
      frames: counts?.received ?? 0,
      dropped: (counts?.dropped ?? 0) + (counts?.droppedByInterface ?? 0),
    };
  });
}
