import type { Command } from 'commander';
import type { TraceOptions } from '../commands/trace-options.js';

const examples = `
Example:
  sudo npx docknet trace web                                  everything of the container web, until Ctrl-C
  sudo npx docknet trace web -- wget -qO- http://example.org  what one command in it says, and its exit status
  sudo npx docknet trace web db --filter 'tcp port 5432'      PostgreSQL between two containers
  sudo npx docknet trace web --rules                          and which rule of the firewall did what
  sudo npx docknet trace --network app --for 10s              every container of a network, for ten seconds

The filter is libpcap's (man pcap-filter) and looks at each point by itself: a packet for a published port 8080 is one
for port 80 behind the translation, so write "port 8080 or port 80". Ctrl-C ends a trace; everything is written then.
--rules adds the table inet docknet_trace_ID, which turns the kernel’s trace on for these containers’ packets and changes no
packet’s way; it goes when the trace ends, however that ends.

Exit status: 0 recorded, 2 usage (a filter that does not compile, no such container), 3 unfit environment, 4 frames were lost.`;

/** `docknet trace …`: somebody's traffic on a running engine. */
export function traceCommand(docknet: Command, done: (status: number) => void): void {
  docknet
    .command('trace [containers...]')
    .helpOption('--help', 'print this help')
    .addHelpText('after', examples)
    .description(
      'record what containers of a running engine say, at every point it passes; after -- a command to run in the first',
    )
    .option('--network <name...>', 'every container of a network, those that join it later among them')
    .option('--filter <expression>', 'record only what libpcap’s filter lets through')
    .option('--for <time>', 'end after this time: 500ms, 10s, 5m, 1h')
    .option('--snaplen <bytes>', 'keep only so many bytes of each frame, 64 to 262144')
    .option('--rules', 'name the firewall’s rules on the way; adds a table of docknet’s own to it while it lasts')
    .option(
      '--host <socket>',
      'the engine’s socket, unix://PATH (default: DOCKER_HOST, else unix:///var/run/docker.sock)',
    )
    .option('--output <directory>', 'where the recording and its page go', 'reports')
    .action(async (words: string[], options: TraceOptions) => {
      done(await (await import('../commands/trace.js')).trace(words, options));
    });
}
