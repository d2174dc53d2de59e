import { formatDuration } from '../../text/index.js';
import { traceEndWords, type TraceResult } from '../../trace/index.js';
import { indented } from './style.js';
import { shownPath } from './shown-path.js';

/**
 * What came of a trace, in lines for a terminal.
 *
 * @param page Its path; null where there is none.
 * @param trouble Why the page, or the comments in the recording, could not be written; null where they were.
 */
export function traceSummary(
  { end, status, milliseconds, summary, failure, frames, points, skipped }: TraceResult,
  recording: string,
  page: string | null,
  trouble: string | null,
): string {
  const lines = [
    `docknet: ${traceEndWords[end]} after ${formatDuration(milliseconds)}${status === null ? '' : `; the command’s exit status was ${status}`}`,
  ];
  if (failure !== null) lines.push(`docknet: ${indented(failure, '  ')}`);
  if (summary !== null) {
    const { statistics, lost } = summary;
    lines.push(
      `${counted(frames, 'frame')} at ${counted(points.length, 'point')}, ${lost === 0 ? 'none lost' : `${counted(lost, 'frame')} LOST: the kernel’s buffers were full. Narrow the trace with --filter or --snaplen`}`,
    );
    for (const { point, dropped, droppedByInterface } of statistics)
      if (dropped + droppedByInterface > 0) lines.push(`  lost at ${point}: ${dropped + droppedByInterface}`);
  }
  if (skipped > 0)
    lines.push(`${counted(skipped, 'frame')} came faster than they could be shown here; they are in the recording`);
  if (trouble !== null) lines.push(`docknet: ${indented(trouble, '  ')}`);
  lines.push(`recording: ${shownPath(recording)}`, ...(page === null ? [] : [`page: ${shownPath(page)}`]));
  return lines.join('\n');
}

const counted = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
