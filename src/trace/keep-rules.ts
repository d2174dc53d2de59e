import { join } from 'node:path';
import { keep } from '../evidence/evidence-files.js';
import { formatTraceFile } from '../netfilter/index.js';
import type { KeptRules } from './index.js';

/** Writes what was kept of the rules beside a trace's recording, under the names that a check's evidence has. @throws the file system's error. */
export async function keepRules(directory: string, { trace, before, after }: KeptRules): Promise<void> {
  await Promise.all([
    keep(join(directory, 'trace.txt'), formatTraceFile([trace])),
    keep(join(directory, 'firewall-before.txt'), before.text),
    keep(join(directory, 'firewall-after.txt'), after.text),
  ]);
}
