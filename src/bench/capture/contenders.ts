import { readdir, readFile } from 'node:fs/promises';
import { startRecorder } from '../../capture/index.js';
import { startProcess } from '../../process/index.js';

/** A recorder to measure. */
export interface Contender {
  readonly name: string;
  /** Starts recording; resolves once frames are recorded. */
  record(namespace: string, device: string, file: string): Promise<MeasuredRecording>;
  close(): Promise<void>;
}

export interface MeasuredRecording {
  /** Reads the CPU seconds used by the recorder's process so far, in user and kernel mode. */
  cpuSeconds(): Promise<number>;
  /** Ends the recording. Returns the lost frames by the recorder's own count. */
  stop(): Promise<number>;
}

/** Starts docknet's recorder, which writes pcapng. */
export async function startDocknetContender(): Promise<Contender> {
  const recorder = await startRecorder();
  return {
    name: 'docknet',
    async record(namespace, device, file) {
      const active = await recorder.record({ file, points: [{ name: device, namespace, interface: device }] });
      if (active.unproven.length > 0)
        throw new Error(`docknet does not record at ${device}: ${active.unproven[0]?.reason ?? ''}`);
      return { cpuSeconds: () => readCpuSeconds(recorder.pid), stop: async () => (await active.stop()).lost };
    },
    close: () => recorder.close(),
  };
}

/** `tcpdump --nano -B 10240 -w`: five times its default buffer of 2 MiB. */
export const tcpdumpContender: Contender = {
  name: 'tcpdump',
  async record(namespace, device, file) {
    // Without -Z tcpdump drops root, and with it the right to write here.
    const tcpdump = startProcess(['tcpdump', '-i', device, '-n', '--nano', '-B', '10240', '-Z', 'root', '-w', file], {
      prefix: ['nsenter', `--net=${namespace}`, '--'],
      stdout: 'ignore',
    });
    await tcpdump.waitForOutput(/listening on/, { stream: 'stderr' });
    return {
      cpuSeconds: () => readCpuSeconds(tcpdump.pid),
      async stop() {
        tcpdump.kill('SIGINT');
        await tcpdump.ended;
        const dropped = /(\d+) packets? dropped by kernel/.exec(tcpdump.stderr);
        if (dropped === null) throw new Error(`tcpdump did not print its losses: ${tcpdump.stderr}`);
        return Number(dropped[1]);
      },
    };
  },
  close: () => Promise.resolve(),
};

/** Reads the CPU seconds of a process's threads from the scheduler's count (proc(5), schedstat, nanoseconds). */
export async function readCpuSeconds(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const used = await Promise.all(
    threads.map(async (thread) =>
      Number((await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ')[0]),
    ),
  );
  return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
}
