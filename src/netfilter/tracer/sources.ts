import type { Nft } from '../nft/nft.js';
import { formatNflogRecord } from '../trace/nflog.js';

/** A program that reports packets or flows as the kernel handles them. */
export interface TraceSource {
  readonly argv: readonly string[];
  /** Creates a reader that turns the program's output, chunk by chunk, into text. */
  readonly createReader: () => (chunk: Buffer) => string;
}

/**
 * Prints the trace, and rules as they are added and removed: nft 1.0.6 knows only the rules that exist when it starts,
 * and traces later ones by handle.
 */
export const nftMonitor = ({ argv }: Pick<Nft, 'argv'>): TraceSource => ({
  argv: [...argv, '-a', 'monitor'],
  createReader: () => {
    const decoder = new TextDecoder();
    let partial = '';
    // In whole lines: another source's may come in between.
    return (chunk) => {
      const text = partial + decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf('\n') + 1;
      partial = text.slice(end);
      return text.slice(0, end);
    };
  },
});

/**
 * Reads nfnetlink_log's group 0, where legacy iptables' trace goes, with tcpdump. Sets no snaplen: libpcap sizes its
 * buffer by it, and would cut the last of the many messages that the kernel sends at once.
 */
export const nflogMonitor: TraceSource = {
  argv: ['tcpdump', '--immediate-mode', '-i', 'nflog:0', '-U', '-Z', 'root', '-w', '-'],
  createReader: () => {
    let unread = Buffer.alloc(0);
    let headerRead = false;
    return (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      let lines = '';
      // The file header (pcap-savefile(5)) has 24 bytes, a record's has 16, with the captured length at 8.
      if (!headerRead && unread.length >= 24) [headerRead, unread] = [true, unread.subarray(24)];
      while (headerRead && unread.length >= 16 && unread.length >= 16 + unread.readUInt32LE(8)) {
        const end = 16 + unread.readUInt32LE(8);
        const line = formatNflogRecord(unread.subarray(16, end));
        if (line !== null) lines += `${line}\n`;
        unread = unread.subarray(end);
      }
      return lines;
    };
  },
};

/** The start of a conntrack line with an entry; other lines are messages. */
const entryStart = /^\s*(?:\[NEW\])?\s*ipv[46]\s/;

/**
 * Prints every flow as conntrack confirms it, including those whose entry is gone when the trace ends.
 *
 * @param isRelevant Selects lines: most flows of a machine are not docknet's.
 */
export function conntrackEvents(isRelevant: (line: string) => boolean): TraceSource {
  return {
    argv: ['conntrack', '-E', '-e', 'NEW', '-o', 'id,extended'],
    createReader: () => {
      const decoder = new TextDecoder();
      let partial = '';
      return (chunk) => {
        const lines = (partial + decoder.decode(chunk, { stream: true })).split('\n');
        partial = lines.pop() ?? '';
        return lines
          .filter((line) => entryStart.test(line) && isRelevant(line))
          .map((line) => `${line}\n`)
          .join('');
      };
    },
  };
}

/** Flows listed at the end of a trace. */
const mostFlows = 20_000;

/**
 * Builds a command for sh that lists conntrack's entries, or a line that begins with `# ` and says why it cannot.
 *
 * @param patterns A line must contain one of these texts; null for every line.
 */
export function buildListFlowsCommand(patterns: readonly string[] | null): string {
  const error = '# conntrack’s table could not be read: conntrack -L failed with exit code $?';
  const list = `{ conntrack -L -o id,extended 2>/dev/null || echo "${error}"; }`;
  const options = ['# ', ...(patterns ?? [])].map((pattern) => `-e '${pattern}'`);
  return `${list}${patterns === null ? '' : ` | grep -F ${options.join(' ')}`} | head -n ${mostFlows}`;
}

/** Adds a note to a listing that may have been cut. */
export function markCutListing(listed: string): string {
  return listed.split('\n').length > mostFlows ? `${listed}# conntrack’s table was not read to its end\n` : listed;
}
