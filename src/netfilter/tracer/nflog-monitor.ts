import { nflogLine } from '../index.js';
import type { TraceSource } from './monitor.js';

/**
 * nfnetlink_log's group 0, to which legacy iptables' trace goes, as lines of text. tcpdump reads it.
 * No snapshot length: libpcap sizes its buffer by it, and of the many messages that the kernel sends at once the last would be cut.
 */
export const nflogMonitor: TraceSource = {
  argv: ['tcpdump', '--immediate-mode', '-i', 'nflog:0', '-U', '-Z', 'root', '-w', '-'],
  reader: () => {
    let waiting = Buffer.alloc(0);
    let begun = false;
    return (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      let lines = '';
      // The file's header (pcap-savefile(5)) is 24 bytes, a record's 16, with the captured length at 8.
      if (!begun && waiting.length >= 24) [begun, waiting] = [true, waiting.subarray(24)];
      while (begun && waiting.length >= 16 && waiting.length >= 16 + waiting.readUInt32LE(8)) {
        const end = 16 + waiting.readUInt32LE(8);
        const line = nflogLine(waiting.subarray(16, end));
        if (line !== null) lines += `${line}\n`;
        waiting = waiting.subarray(end);
      }
      return lines;
    };
  },
};
