import type { Entry } from '../../lab/index.js';
import type { Here } from './caller.js';
import { log, type Stage } from './stage.js';

/**
 * Runs busybox applets at a place that has no files of its own: the docker host, an outside host, a namespace made by hand. The
 * lab's own busybox is used, and logged under its usual name.
 */
export function busyboxAt(stage: Stage, key: string, entry: Entry): Here {
  const path = stage.lab.parts.busybox;
  const run: Here['run'] = async (argv, within) => {
    const result = await stage.lab.at(entry, argv, within);
    return log(stage, key, { ...result, command: result.command.replace(path, 'busybox') });
  };
  return { key, patience: stage.patience, program: [path], run, runInNetwork: run };
}
