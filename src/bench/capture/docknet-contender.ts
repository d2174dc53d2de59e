import { startRecorder } from '../../capture/index.js';
import type { Contender } from './contender.js';
import { cpuSeconds } from './cpu-seconds.js';

/** docknet's recorder writing pcapng, as it is used. */
export async function docknetContender(): Promise<Contender> {
  const recorder = await startRecorder();
  return {
    name: 'docknet',
    async record(namespace, device, file) {
      const active = await recorder.record({ file, points: [{ name: device, namespace, interface: device }] });
      if (active.unproven.length > 0)
        throw new Error(`docknet does not record at ${device}: ${active.unproven[0]?.reason ?? ''}`);
      return { cpuSeconds: () => cpuSeconds(recorder.pid), stop: async () => (await active.stop()).lost };
    },
    close: () => recorder.close(),
  };
}
