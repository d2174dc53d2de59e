import type { Command } from 'commander';
import type { TraceOptions } from '../commands/trace-options.js';
import { addCommand, type SetStatus } from './command.js';

/** Adds `trace`. */
export function addTraceCommand(docknet: Command, setStatus: SetStatus): void {
  addCommand(
    docknet,
    'trace [containers...]',
    'record the packets of running containers at every point; a command after -- runs in the first container',
    examples,
    notes,
  )
    .option('--network <name...>', 'trace every container of a network, also those that join later')
    .option('--filter <expression>', 'record only frames that match a libpcap filter')
    .option('--for <time>', 'end after this time: 500ms, 10s, 5m, 1h')
    .option('--snaplen <bytes>', 'keep only this many bytes of each frame, 64 to 262144')
    .option('--rules', 'record which firewall rules handle the packets; adds an nftables table while the trace runs')
    .option(
      '--host <socket>',
      'the engine’s socket, unix://PATH (default: DOCKER_HOST, else unix:///var/run/docker.sock)',
    )
    .option('--output <directory>', 'the directory for the recording and its page', 'reports')
    .action(async (operands: string[], options: TraceOptions) => {
      setStatus(await (await import('../commands/trace.js')).trace(operands, options));
    });
}

const examples = `sudo npx docknet trace web                               until Ctrl-C
sudo npx docknet trace web -- wget -qO- http://example.org  one command in it
sudo npx docknet trace web db --filter 'tcp port 5432'   between two containers
sudo npx docknet trace web --rules                       and the firewall rules
sudo npx docknet trace --network app --for 10s           a network, ten seconds`;

const notes = `The filter is libpcap’s (man pcap-filter) and applies at each point: a packet for
a published port 8080 is one for port 80 behind the translation, so write
"port 8080 or port 80". Ctrl-C ends a trace and saves it. --rules adds the table
inet docknet_trace_ID, which turns the kernel’s trace on for these containers’
packets and changes no packet’s way. The table is removed when the trace ends,
also if docknet is killed.

Exit status: 0 recorded, 2 usage error (a filter that does not compile, an
unknown container), 3 unfit environment, 4 frames were lost.`;
