import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Contender } from './contender.js';
import { cpuSeconds } from './cpu-seconds.js';

/** `tcpdump --nano -B 10240 -w`: five times its own default of 2 MiB. */
export const tcpdumpContender: Contender = {
  name: 'tcpdump',
  async record(namespace, device, file) {
    // Without -Z tcpdump would give up root, and with it the right to write here.
    const child = spawn(
      'nsenter',
      [`--net=${namespace}`, 'tcpdump', '-i', device, '-n', '--nano', '-B', '10240', '-Z', 'root', '-w', file],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(child, 'close');
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('listening on')) resolve();
      });
      ended.then(() => {
        reject(new Error(`tcpdump ended: ${said}`));
      }, reject);
    });
    return {
      cpuSeconds: () => cpuSeconds(child.pid ?? 0),
      async stop() {
        child.kill('SIGINT');
        await ended;
        const dropped = /(\d+) packets? dropped by kernel/.exec(said);
        if (dropped === null) throw new Error(`tcpdump did not say what it lost: ${said}`);
        return Number(dropped[1]);
      },
    };
  },
  close: () => Promise.resolve(),
};
