import { fileURLToPath } from 'node:url';
import type { CommandResult } from '../../lab/index.js';
import { addressOf, named, type Target } from '../words/address.js';
import type { Call, Lookup, Ping } from '../words/outcome.js';
import { nslookup, parseAnswer } from './nslookup.js';

/** Runs a command at one place and logs it. */
export type RunHere = (argv: readonly string[], within?: number) => Promise<CommandResult>;

/** How a place is acted from. */
export interface Here {
  readonly key: string;
  /** Milliseconds that an answer may take where a check names no limit. */
  readonly patience: number;
  /** Runs a command with the place's own files. */
  readonly run: RunHere;
  /** Runs a program of the machine's in the place's network. */
  readonly runInNetwork: RunHere;
  /** What goes before an applet's name: nothing inside a container, busybox elsewhere. */
  readonly program: readonly string[];
}

const udpRequest = fileURLToPath(new URL('./udp-request.js', import.meta.url));
const fixedPortRequest = fileURLToPath(new URL('./fixed-port-request.js', import.meta.url));

/**
 * What a place can do to others. A check that awaits silence names a limit, `within` milliseconds; one that awaits an answer does
 * not, for a limit costs nothing when the answer comes, and a busy machine answers late.
 */
export class Caller {
  constructor(protected readonly here: Here) {}

  /** Sends ICMP echo requests, one without a number; several are one flow (they have one identifier), a tenth of a second apart. */
  async ping(to: Target, times = 1, within = this.here.patience): Promise<Ping> {
    const count = times === 1 ? ['-c', '1'] : ['-c', String(times), '-i', '0.1'];
    const result = await this.here.run(
      [...this.here.program, 'ping', ...count, '-W', seconds(within), addressOf(to)],
      within + longer,
    );
    const ttl = /ttl=(\d+)/.exec(result.stdout)?.[1];
    return {
      kind: 'ping',
      from: this.here.key,
      to: named(to),
      answered: result.status === 0,
      ttl: ttl === undefined ? null : Number(ttl),
      complaint: complaint(result.stderr),
      milliseconds: result.milliseconds,
      at: Date.now(),
    };
  }

  /** Asks the web server at an address and port who its client is. */
  async get(to: Target, port: number, within = this.here.patience): Promise<Call> {
    const address = addressOf(to);
    const result = await this.here.run(
      [...this.here.program, 'wget', '-q', '-O', '-', `http://${address}:${port}/cgi-bin/client`],
      within,
    );
    return this.call(`${named(to)} port ${port}`, result, result.stdout);
  }

  /** The same from a fixed source port, by which one of several requests is known on the wire. */
  async getFrom(sourcePort: number, to: Target, port: number, within = this.here.patience): Promise<Call> {
    const result = await this.here.runInNetwork(
      [process.execPath, fixedPortRequest, String(sourcePort), addressOf(to), String(port), String(within)],
      within + longer,
    );
    return this.call(`${named(to)} port ${port}`, result, result.stdout.split('\r\n\r\n')[1] ?? '');
  }

  /** Sends one datagram to a UDP port and asks how it is seen there. Port 0 as source is any port. */
  async askUdp(to: Target, port: number, sourcePort = 0, within = this.here.patience): Promise<Call> {
    const result = await this.here.runInNetwork(
      [process.execPath, udpRequest, String(sourcePort), addressOf(to), String(port), String(within)],
      within + longer,
    );
    return this.call(`${named(to)} UDP port ${port}`, result, result.stdout);
  }

  /** Asks the resolver that this place is set to use for a name's IPv4 address. */
  async lookup(name: string, within = this.here.patience): Promise<Lookup> {
    const result = await this.here.run([...this.here.program, ...nslookup(name, seconds(within))], within + longer);
    return { kind: 'lookup', from: this.here.key, name, ...parseAnswer(result.stderr + result.stdout), at: Date.now() };
  }

  private call(to: string, result: CommandResult, body: string): Call {
    const seen = /^\[?(?:::ffff:)?([\d.]+)\]? (\d+)/m.exec(body);
    return {
      kind: 'call',
      from: this.here.key,
      to,
      seenAs: seen === null ? null : { address: seen[1] ?? '', port: Number(seen[2]) },
      result: seen !== null ? 'answered' : resultOf(result.stderr),
      complaint: complaint(result.stderr),
      milliseconds: result.milliseconds,
      at: Date.now(),
    };
  }
}

/** Milliseconds that a program with a limit of its own may take beyond it: it ends itself, and would be ended without its last words. */
const longer = 10_000;

/** A limit as busybox's programs take it. */
const seconds = (milliseconds: number) => String(Math.ceil(milliseconds / 1000));

function resultOf(stderr: string): Call['result'] {
  if (/refused/i.test(stderr)) return 'refused';
  return /unreach|no route/i.test(stderr) ? 'unreachable' : 'timed out';
}

/** The last line a program complained with; our own killing of it after its time is not its complaint. */
export function complaint(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return last.startsWith('(ended by docknet') ? '' : last.replace(/^(?:wget|nc|ping): /, '');
}
