import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot, interpretTrace, parseTraceFile } from '../../netfilter/index.js';
import { attributeRules, type Journey } from '../../journey/index.js';
import type { Evidence } from '../../record/index.js';
import type { SceneFile } from '../files.js';

/**
 * Adds to journeys the rules that handled them, from what was kept beside the recording. Without a trace they stay as they are.
 *
 * @param directory The record's.
 * @param read Reads a file below it; for who has read some of them already.
 * @throws where a file is missing or cannot be read, naming it.
 */
export async function withRules(
  journeys: readonly Journey[],
  directory: string,
  { trace, firewallBefore, firewallAfter, scene }: Evidence,
  read = (file: string): Promise<string> => readFile(join(directory, file), 'utf8'),
): Promise<readonly Journey[]> {
  if (trace === null || firewallBefore === null || firewallAfter === null || scene === null) return journeys;
  const [kept, before, after, sceneText] = await Promise.all([trace, firewallBefore, firewallAfter, scene].map(read));
  const { routers } = JSON.parse(sceneText ?? '') as SceneFile;
  const traces = parseTraceFile(kept ?? '').map((one) => {
    const listed = one.place === 'host' ? { before, after } : routers?.[one.place];
    return interpretTrace(one, parseSnapshot(listed?.before ?? ''), parseSnapshot(listed?.after ?? ''));
  });
  return attributeRules(journeys, traces);
}
