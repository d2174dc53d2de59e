import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { docknetVersion, type PointRecord } from '../record/index.js';
import { selectContainers, renderTrace, removeFloodCopies } from '../report/index.js';
import {
  comparePoints,
  traceEndWords,
  type TraceJourneys,
  type TracePoint,
  type TraceRequest,
  type TraceResult,
} from '../trace/index.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

/** Writes a trace's page beside its recording. @returns its path. */
export async function writeTracePage(
  directory: string,
  recording: string,
  asked: Pick<TraceRequest, 'filter' | 'snapLength' | 'command'> & { readonly rules: boolean },
  result: TraceResult,
  { all, selected, analysed, rulesCaveat }: TraceJourneys,
): Promise<string> {
  const path = join(directory, 'index.html');
  const owners = new Map(result.points.map(({ point, container }) => [point.name, container]));
  const containerOf = (point: string): string | null => owners.get(point) ?? null;
  const unflooded = removeFloodCopies(selected, containerOf);
  const { journeys, drawn } = selectContainers(unflooded.journeys, containerOf);
  await writeFile(
    path,
    renderTrace(
      {
        docknet: docknetVersion(),
        engine: result.engine.version,
        kernel: release(),
        containers: result.containers,
        commandLine: process.argv.slice(2),
        filter: asked.filter,
        snapLength: asked.snapLength,
        command: asked.command.length === 0 ? null : { words: asked.command, status: result.status },
        started: result.started.toISOString(),
        milliseconds: result.milliseconds,
        endReason: traceEndWords[result.end],
        points: pointsSeen(
          result,
          new Set(journeys.flatMap(({ hops }) => hops.map(({ point }) => point))),
          drawn ?? result.containers,
        ),
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
        rules: !asked.rules ? 'not asked for' : result.rules === null ? 'could not be listed' : 'named',
        rulesCaveat,
      },
      sha256,
    ),
  );
  return path;
}

/**
 * The points that saw one of the journeys: of a hundred containers few have to do with each other.
 *
 * @param containers In the order in which their points are to stand.
 */
function pointsSeen(
  { points, summary }: TraceResult,
  seen: ReadonlySet<string>,
  containers: readonly string[],
): PointRecord[] {
  const place = ({ container }: TracePoint): number =>
    container === null ? containers.length : containers.indexOf(container);
  const shown = points
    .filter(({ point }) => seen.has(point.name))
    .sort((a, b) => place(a) - place(b) || comparePoints(a, b));
  return shown.map(({ point: { name, interface: interfaceName }, container }, position) => {
    const counts = summary?.statistics.find((one) => one.point === name);
    return {
      name,
      interface: interfaceName,
      region: container === null ? 'host' : 'container',
      order: position,
      frames: counts?.received ?? 0,
      dropped: (counts?.dropped ?? 0) + (counts?.droppedByInterface ?? 0),
    };
  });
}
