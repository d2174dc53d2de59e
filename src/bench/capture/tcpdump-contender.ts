import { startProcess } from '../../process/index.js';
import type { Contender } from './contender.js';
import { cpuSeconds } from './cpu-seconds.js';

/** `tcpdump --nano -B 10240 -w`: five times its own default of 2 MiB. */
export const tcpdumpContender: Contender = {
  name: 'tcpdump',
  async record(namespace, device, file) {
    // Without -Z tcpdump would give up root, and with it the right to write here.
    const tcpdump = startProcess(['tcpdump', '-i', device, '-n', '--nano', '-B', '10240', '-Z', 'root', '-w', file], {
      prefix: ['nsenter', `--net=${namespace}`, '--'],
      stdout: 'ignore',
    });
    await tcpdump.waitForOutput(/listening on/, { stream: 'stderr' });
    return {
      cpuSeconds: () => cpuSeconds(tcpdump.pid),
      async stop() {
        tcpdump.kill('SIGINT');
        await tcpdump.ended;
        const dropped = /(\d+) packets? dropped by kernel/.exec(tcpdump.stderr);
        if (dropped === null) throw new Error(`tcpdump did not say what it lost: ${tcpdump.stderr}`);
        return Number(dropped[1]);
      },
    };
  },
  close: () => Promise.resolve(),
};
