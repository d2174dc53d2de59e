import { formatNflogRecord } from '../trace/nflog.js';
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
        const line = formatNflogRecord(waiting.subarray(16, end));
        if (line !== null) lines += `${line}\n`;
        waiting = waiting.subarray(end);
      }
      return lines;
    };
  },
};

/** Flows that are listed at most at a trace's end. */
const listedAtMost = 20_000;

/** Text at the beginning of conntrack's lines that tell an entry; anything else it writes is about itself. */
const entry = /^\s*(?:\[NEW\])?\s*ipv[46]\s/;

/**
 * `conntrack -E`: every flow as it is confirmed, translated or not, so that one is known whose entry is gone by the end.
 *
 * @param concerns Whether a line is of interest: on a machine most flows are others'.
 */
export function flowEvents(concerns: (line: string) => boolean): TraceSource {
  return {
    argv: ['conntrack', '-E', '-e', 'NEW', '-o', 'id,extended'],
    reader: () => {
      const decoder = new TextDecoder();
      let partial = '';
      return (chunk) => {
        const lines = (partial + decoder.decode(chunk, { stream: true })).split('\n');
        partial = lines.pop() ?? '';
        return lines
          .filter((line) => entry.test(line) && concerns(line))
          .map((line) => `${line}\n`)
          .join('');
      };
    },
  };
}

/**
 * A command for sh that lists conntrack's entries; what stands in its way is told as a line that begins with `# `.
 *
 * @param patterns Pieces of text of which a line must have one; null for every line.
 */
export function listFlows(patterns: readonly string[] | null): string {
  const list =
    '{ conntrack -L -o id,extended 2>/dev/null || echo "# conntrack’s table could not be read: conntrack -L ended with status $?"; }';
  if (patterns === null) return `${list} | head -n ${listedAtMost}`;
  return `${list} | grep -F ${['# ', ...patterns].map((pattern) => `-e '${pattern}'`).join(' ')} | head -n ${listedAtMost}`;
}

/** What was listed, with a word where that may not be all. */
export function wholeListing(listed: string): string {
  return listed.split('\n').length > listedAtMost ? `${listed}# conntrack’s table was not read to its end\n` : listed;
}
