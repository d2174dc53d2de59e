import { basename } from 'node:path';
import { writeRecord, type CheckRecord, type RunRecord, type StoredRecord } from '../../record/index.js';
import { baselinePath } from './baselines.js';
import { runBehaviours, writeBehaviourFile } from './run-behaviours.js';

/**
 * Writes a run as a baseline: its record without evidence, and how its checks behaved. What only says something about the
 * machine or about one lab (paths, what programs printed, which frames settled a line) is left out.
 *
 * @returns the baseline's directory.
 * @throws RecordError where it cannot be written.
 */
export async function writeBaseline(stored: StoredRecord, name: string, directory: string): Promise<string> {
  const behaviours = await runBehaviours(stored);
  const path = baselinePath(name, directory);
  await writeRecord(path, baselineRecord(stored.record));
  await writeBehaviourFile(path, behaviours);
  return path;
}

function baselineRecord({ run, cell, checks, ...record }: RunRecord): RunRecord {
  return {
    ...record,
    // Whoever calls this has seen to it that no check is missing.
    run: { ...run, arguments: [], interrupted: false },
    cell: { ...cell, engine: { ...cell.engine, path: basename(cell.engine.path) } },
    checks: checks.map(baselineCheck),
  };
}

/** What was expected and seen stands in the behaviours, in roles; here it would name one lab's addresses. */
function baselineCheck(check: CheckRecord): CheckRecord {
  return {
    ...check,
    expectations: [],
    instead: [],
    steps: [],
    evidence: {
      recording: null,
      firewallBefore: null,
      firewallAfter: null,
      topology: null,
      engineLog: null,
      trace: null,
    },
  };
}
