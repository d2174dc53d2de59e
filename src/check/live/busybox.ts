import type { CommandRunner } from './endpoint.js';
import { logStep, type CheckContext } from './context.js';
import type { CommandPrefix } from '../../process/index.js';

/**
 * Runs busybox applets at a place that has no files of its own: the docker host, an outside host, a namespace made by hand. The
 * lab's own busybox is used, and logged under its usual name.
 */
export function busyboxAt(stage: CheckContext, key: string, entry: CommandPrefix): CommandRunner {
  const path = stage.lab.parts.busybox;
  const run: CommandRunner['run'] = async (argv, within) => {
    const result = await stage.lab.run(entry, argv, within);
    return logStep(stage, key, { ...result, command: result.command.replace(path, 'busybox') });
  };
  return { key, timeoutMs: stage.timeoutMs, program: [path], run, runInNetwork: run };
}
