import { isIP } from 'node:net';
import { addressOf, describeTarget, reverseName, type Target } from '../words/address.js';
import type { DnsExchange } from '../words/dns.js';
import type { Call, Lookup, Ping, ReverseLookup } from '../words/outcome.js';
import { answerLimitMs, scaleMs, type CommandPrefix, type CommandResult } from '../../process/index.js';
import { describeCall, lastLine } from './call.js';
import { Connection } from './connection.js';
import { logStep, type CheckContext } from './context.js';
import type {
  GetOptions,
  LookupOptions,
  PingOptions,
  QueryOptions,
  RequestOptions,
  UdpEchoOptions,
  WaitOptions,
} from './endpoint-options.js';
import {
  describeQueries,
  describeRequest,
  queryCommand,
  requestCommand,
  type DescribeResult,
  type PageRequest,
} from './exchange.js';
import { parseAnswer, parseReverseAnswer } from './listings.js';
import { nslookup } from './nslookup.js';
import { createStartProgram, type StartProgram } from './started-program.js';

/**
 * Runs a command in one place and logs it. The command is killed after `timeoutMs`.
 *
 * @param describe Replaces what is logged and returned.
 */
export type RunCommand = (
  argv: readonly string[],
  timeoutMs?: number,
  describe?: DescribeResult,
) => Promise<CommandResult>;

/** How commands run in one place. */
export interface CommandRunner {
  readonly key: string;
  /** How long to wait for an answer if a check sets no limit, in milliseconds. */
  readonly timeoutMs: number;
  /** Runs a command with the place's own files. */
  readonly run: RunCommand;
  /** Runs one of the machine's programs in the place's network namespace. */
  readonly runInNetwork: RunCommand;
  /** Starts one of the machine's programs there; the check's end stops it. */
  readonly start: StartProgram;
  /** Goes before an applet's name: empty inside a container, busybox elsewhere. */
  readonly program: readonly string[];
}

/** A place that can send traffic to others. */
export class LiveEndpoint {
  constructor(protected readonly here: CommandRunner) {}

  /** Sends ICMP echo requests. */
  async ping(to: Target, { count = 1, size = 56, timeoutMs = this.here.timeoutMs }: PingOptions = {}): Promise<Ping> {
    const times = count === 1 ? ['-c', '1'] : ['-c', String(count), '-i', '0.1'];
    const result = await this.here.run(
      [...this.here.program, 'ping', ...times, '-s', String(size), '-W', seconds(answerMs(timeoutMs)), addressOf(to)],
      timeoutMs + graceMs,
    );
    const ttl = /ttl=(\d+)/.exec(result.stdout)?.[1];
    return {
      kind: 'ping',
      from: this.here.key,
      to: describeTarget(to),
      answered: result.status === 0,
      ttl: ttl === undefined ? null : Number(ttl),
      error: lastLine(result.stderr),
      milliseconds: result.milliseconds,
      at: Date.now(),
    };
  }

  /** Requests the page at an address and TCP port, which names its client. */
  async get(to: Target, port: number, options: GetOptions = {}): Promise<Call> {
    const { sourcePort = 0, halfClose = false, timeoutMs = this.here.timeoutMs } = options;
    const address = addressOf(to);
    const server = `${describeTarget(to)} port ${port}`;
    if (isIP(address) === 0) {
      // Only a program inside the place asks for a name as the place does.
      const url = `http://${address}:${port}/cgi-bin/client`;
      const argv = [...this.here.program, 'wget', '-q', '-O', '-', url];
      const result = await this.here.run(argv, answerLimitMs(timeoutMs));
      return this.call(server, result, result.stdout);
    }
    const protocol = halfClose ? 'half-closed-tcp' : 'tcp';
    const result = await this.request({ protocol, sourcePort, address, port, timeoutMs });
    return this.call(server, result, result.stdout.split('\r\n\r\n')[1] ?? '');
  }

  /**
   * Opens a TCP connection to a page's port, which stays open until it is closed or the check ends. A connection that
   * cannot be opened is one whose exchanges get no answer; judge `connection.opened`.
   */
  async openConnection(to: Target, port: number, options: RequestOptions = {}): Promise<Connection> {
    const { sourcePort = 0, timeoutMs = this.here.timeoutMs } = options;
    return Connection.open(this.here, { to, port, sourcePort, timeoutMs });
  }

  /** Sends one datagram to a UDP port, which answers with the sender's address and port. */
  async udpEcho(to: Target, port: number, options: UdpEchoOptions = {}): Promise<Call> {
    const { sourcePort = 0, size = 0, timeoutMs = this.here.timeoutMs } = options;
    const result = await this.request({ protocol: 'udp', sourcePort, address: addressOf(to), port, timeoutMs, size });
    return this.call(`${describeTarget(to)} UDP port ${port}`, result, result.stdout);
  }

  /** Asks for a file by TFTP (RFC 1350, a read request to UDP port 69). The answer may come from any port. */
  async tftp(to: Target, { sourcePort = 0, timeoutMs = this.here.timeoutMs }: RequestOptions = {}): Promise<Call> {
    const result = await this.request({ protocol: 'tftp', sourcePort, address: addressOf(to), port: 69, timeoutMs });
    return this.call(`${describeTarget(to)} by TFTP`, result, result.stdout);
  }

  /** Asks the place's configured resolver, or another name server, for a name's IPv4 address. */
  async lookup(name: string, { server, timeoutMs = this.here.timeoutMs }: LookupOptions = {}): Promise<Lookup> {
    const printed = await this.nslookup('a', name, timeoutMs, server);
    return { kind: 'lookup', from: this.here.key, name, ...parseAnswer(printed), at: Date.now() };
  }

  /** Asks the place's configured resolver for the name of an address (RFC 1035, section 3.5). */
  async reverseLookup(of: Target, { timeoutMs = this.here.timeoutMs }: WaitOptions = {}): Promise<ReverseLookup> {
    const printed = await this.nslookup('ptr', reverseName(of), timeoutMs);
    return {
      kind: 'reverse lookup',
      from: this.here.key,
      address: describeTarget(of),
      ...parseReverseAnswer(printed),
      at: Date.now(),
    };
  }

  /** Asks a name server, the embedded resolver if no other is named, and keeps the whole answer. */
  async query(name: string, options: QueryOptions = {}): Promise<DnsExchange> {
    const [exchange] = await this.queries(1, name, options);
    return exchange ?? this.exchange(name, options, { error: 'the query was not sent' });
  }

  /** Asks several times, one after the other. */
  async queries(times: number, name: string, options: QueryOptions = {}): Promise<DnsExchange[]> {
    const { type = 'A', over = 'udp', server = '127.0.0.11', timeoutMs = this.here.timeoutMs, udpSize } = options;
    const queries = { over, address: addressOf(server), name, type, timeoutMs, udpSize };
    const { stdout } = await this.here.runInNetwork(
      queryCommand(times, queries),
      times * timeoutMs + graceMs,
      describeQueries(queries),
    );
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => this.exchange(name, options, JSON.parse(line) as Partial<DnsExchange>));
  }

  private exchange(
    name: string,
    { type = 'A', over = 'udp' }: QueryOptions,
    answer: Partial<DnsExchange>,
  ): DnsExchange {
    const none = { code: null, answers: [], truncated: false, error: '' };
    return { kind: 'dns exchange', from: this.here.key, name, type, over, ...none, ...answer, at: Date.now() };
  }

  private request(asked: Omit<PageRequest, 'pageTimeoutMs'>): Promise<CommandResult> {
    const request = { ...asked, pageTimeoutMs };
    return this.here.runInNetwork(
      requestCommand(request),
      request.timeoutMs + pageTimeoutMs + graceMs,
      describeRequest(request),
    );
  }

  /** Returns what nslookup printed on both its outputs. */
  private async nslookup(type: 'a' | 'ptr', name: string, timeoutMs: number, server?: string): Promise<string> {
    const argv = [...this.here.program, ...nslookup(type, name, seconds(answerMs(timeoutMs)), server)];
    const { stdout, stderr } = await this.here.run(argv, timeoutMs + graceMs);
    return stderr + stdout;
  }

  private call(to: string, result: CommandResult, body: string): Call {
    return describeCall(this.here.key, to, result, body);
  }
}

/** How long a program waits for an answer on this machine, in milliseconds. */
const answerMs = (limitMs: number): number => scaleMs(answerLimitMs(limitMs));

/** Time for the program of a page, which a server starts for every request, in milliseconds. */
const pageTimeoutMs = 10_000;

/** Time for a program with a limit of its own to end itself and print its error, in milliseconds. */
const graceMs = 10_000;

/** A limit as busybox's programs take it, in whole seconds. */
const seconds = (milliseconds: number) => String(Math.ceil(milliseconds / 1000));

/**
 * Returns how commands run in a place that has no files of its own: the docker host, a LAN host, a network namespace.
 * The lab's busybox is used, and logged under its usual name.
 */
export function busyboxIn(context: CheckContext, key: string, entry: CommandPrefix): CommandRunner {
  const path = context.lab.parts.busybox;
  const run: RunCommand = async (argv, timeoutMs, describe) => {
    const printed = await context.lab.run(entry, argv, timeoutMs);
    const result = describe?.(printed) ?? printed;
    return logStep(context, key, { ...result, command: result.command.replace(path, 'busybox') });
  };
  return {
    key,
    timeoutMs: context.timeoutMs,
    program: [path],
    run,
    runInNetwork: run,
    start: createStartProgram(context, key, () => entry),
  };
}
