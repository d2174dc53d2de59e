import { formatDuration } from '../../text/index.js';
import { comparePoints, traceEndWords, type TracePoint, type TraceResult } from '../../trace/index.js';
import { countOf, displayPath, escapeLines } from './style.js';

/**
 * Summarizes a trace: how it ended, what was recorded and lost, and where the files are.
 *
 * @param page Its path; null if it could not be written.
 * @param error Why the page, or the comments in the recording, could not be written.
 */
export function summarizeTrace(
  { end, status, milliseconds, summary, failure, frames, points, skipped }: TraceResult,
  recording: string,
  page: string | null,
  error: string | null,
): string {
  const exit = status === null ? '' : ` with status ${status}`;
  const lines = [`docknet: ${traceEndWords[end]} after ${formatDuration(milliseconds)}${exit}`];
  if (failure !== null) lines.push(`docknet: ${escapeLines(failure, '  ')}`);
  if (summary !== null) {
    const { statistics, lost } = summary;
    const loss =
      lost === 0
        ? 'none lost'
        : `${countOf(lost, 'frame')} LOST: the kernel’s buffers were full. Narrow the trace with --filter or --snaplen`;
    lines.push(`${countOf(frames, 'frame')} at ${countOf(points.length, 'point')}, ${loss}`);
    for (const { point, dropped, droppedByInterface } of statistics)
      if (dropped + droppedByInterface > 0) lines.push(`  lost at ${point}: ${dropped + droppedByInterface}`);
  }
  if (skipped > 0) lines.push(`${countOf(skipped, 'frame')} came too fast to be shown here; all are in the recording`);
  if (error !== null) lines.push(`docknet: ${escapeLines(error, '  ')}`);
  lines.push(`recording: ${displayPath(recording)}`, ...(page === null ? [] : [`page: ${displayPath(page)}`]));
  return lines.join('\n');
}

/** The most points, and containers of one kind, that are listed by name. */
const maxListed = { points: 24, containers: 4 };

/**
 * Lists the points of a trace, each with its interface. Of many, counts the containers with the same points: "100
 * points: eth0, veth0 of 48 containers; docker0, host.uplink".
 */
export function listPoints(points: readonly TracePoint[]): string {
  const ordered = [...points].sort(comparePoints);
  if (points.length <= maxListed.points) return ordered.map(describePoint).join(', ');
  const namesOf = new Map<string, string[]>();
  for (const { point, container } of ordered) {
    if (container === null) continue;
    namesOf.set(container, [...(namesOf.get(container) ?? []), point.name.slice(container.length + 1)]);
  }
  const containersWith = new Map<string, string[]>();
  for (const [container, names] of namesOf)
    containersWith.set(names.join(', '), [...(containersWith.get(names.join(', ')) ?? []), container]);
  const own = [...containersWith].map(([names, containers]) => {
    const many = containers.length > maxListed.containers;
    return `${names} of ${many ? `${containers.length} containers` : containers.join(', ')}`;
  });
  const shared = ordered.filter(({ container }) => container === null).map(describePoint);
  return `${points.length} points: ${[...own, ...(shared.length === 0 ? [] : [shared.join(', ')])].join('; ')}`;
}

const describePoint = ({ point }: TracePoint): string =>
  point.interface === point.name ? point.name : `${point.name} (${point.interface})`;
