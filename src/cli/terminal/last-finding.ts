import { join, relative } from 'node:path';
import { listRecords } from '../../record/index.js';
import { describeFinding } from '../../report/index.js';

/**
 * What the newest run in a reports directory found of a check, in lines for a terminal: the same words as the page "the documents".
 * Runs under sabotage do not count.
 */
export async function lastFinding(id: string, reports: string): Promise<string[]> {
  for (const entry of await listRecords(reports).catch(() => [])) {
    if (!('record' in entry) || entry.record.run.sabotaged) continue;
    const { run, cell, checks } = entry.record;
    const check = checks.find((c) => c.id === id);
    if (check === undefined) continue;
    const { outcome, why } = describeFinding(check);
    const page = (name: string) => `${relative(process.cwd(), join(entry.directory, name))}#${id}`;
    return [
      `engine ${cell.engine.version}, kernel ${cell.kernel.release}, ${run.started.slice(0, 10)}: ${outcome}${check.verdict === 'known deviation' ? ' (known deviation)' : ''}${why === '' ? '' : `: ${why}`}`,
      `evidence: ${page('index.html')}; in its document: ${page('documents.html')}`,
    ];
  }
  return [`not tried here yet: sudo npx docknet run ${id}`];
}
