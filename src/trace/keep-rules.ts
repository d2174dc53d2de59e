import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatTraceFile } from '../netfilter/index.js';
import type { KeptRules } from './index.js';

/** Writes the kernel's trace and the firewall's listings beside a trace's recording. @throws the file system's error. */
export async function keepRules(directory: string, { trace, before, after }: KeptRules): Promise<void> {
  const write = (name: string, text: string) => writeFile(join(directory, name), text, { mode: 0o600 });
  await Promise.all([
    write('trace.txt', formatTraceFile([trace])),
    write('firewall-before.txt', before.text),
    write('firewall-after.txt', after.text),
  ]);
}
