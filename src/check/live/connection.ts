import { fileURLToPath } from 'node:url';
import { answerLimitMs, scaleMs } from '../../process/index.js';
import { addressOf, describeTarget, type Target } from '../words/address.js';
import type { Call } from '../words/outcome.js';
import { describeCall, lastLine } from './call.js';
import type { StartedProgram, StartProgram } from './started-program.js';

const connectionProgram = fileURLToPath(new URL('./connection-program.js', import.meta.url));

/** Where a connection goes, from which port, and how long its answers may take, in milliseconds. */
interface ConnectionOptions {
  readonly to: Target;
  readonly port: number;
  /** 0 for any free port. */
  readonly sourcePort: number;
  readonly timeoutMs: number;
}

/** The place that opens a connection. */
interface Caller {
  readonly key: string;
  readonly start: StartProgram;
}

/** A TCP connection to docknet's page that stays open over the steps of `when`. */
export class Connection {
  private exchanges = 0;

  private constructor(
    private readonly from: string,
    private readonly to: string,
    private readonly program: StartedProgram,
    private readonly timeoutMs: number,
    /** How opening it ended, with the client as the server sees it. */
    readonly opened: Call,
  ) {}

  /** Opens a connection from a place. */
  static async open(caller: Caller, { to, port, sourcePort, timeoutMs }: ConnectionOptions): Promise<Connection> {
    const address = addressOf(to);
    const server = `${describeTarget(to)} port ${port}`;
    const started = performance.now();
    const program = caller.start([
      process.execPath,
      connectionProgram,
      ...[sourcePort, address, port, scaleMs(answerLimitMs(timeoutMs))].map(String),
    ]);
    const connected = await waitFor(program, /^connected\n/, timeoutMs + startMs);
    if (connected) await waitFor(program, /^connected\n.+\n/, answerLimitMs(timeoutMs));
    const { stdout, stderr } = program.process;
    const command = `nc ${sourcePort === 0 ? '' : `-p ${sourcePort} `}${address} ${port} &`;
    const milliseconds = program.log(command, { output: stdout + stderr, ok: stdout !== '' }, started);
    const opened = describeCall(caller.key, server, { stderr, milliseconds }, stdout);
    return new Connection(caller.key, server, program, timeoutMs, opened);
  }

  /** Sends a line and waits for the server to send it back. Set the limit only if silence is expected. */
  async exchange({ timeoutMs = this.timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<Call> {
    this.exchanges += 1;
    this.program.process.write(`exchange ${this.exchanges}\n`);
    return this.answer({ timeoutMs });
  }

  /** Waits for the answer to the last exchange, which had timed out. */
  async answer({ timeoutMs = this.timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<Call> {
    const started = performance.now();
    const line = `exchange ${this.exchanges}`;
    const answered = await waitFor(this.program, new RegExp(`^${line}$`, 'm'), answerLimitMs(timeoutMs));
    const { running, stderr } = this.program.process;
    const error = answered || running ? '' : lastLine(stderr);
    const milliseconds = this.program.log(
      `echo ${line} >&0`,
      { output: answered ? line : error, ok: answered },
      started,
    );
    return {
      kind: 'call',
      from: this.from,
      to: `${this.to}, ${line}`,
      client: this.opened.client,
      result: answered ? 'answered' : running ? 'timed out' : 'closed',
      error,
      milliseconds,
      at: Date.now(),
    };
  }

  /** Closes it. */
  async close(): Promise<void> {
    const { process } = this.program;
    process.endInput();
    await Promise.race([process.exited, delay(this.timeoutMs)]);
  }
}

/** Time for the program to start on a busy machine, in milliseconds: it ends itself at its own limit. */
const startMs = 10_000;

/** Waits for output of a program. @returns whether it came before the limit and the program's end. */
const waitFor = ({ process }: StartedProgram, pattern: RegExp, timeoutMs: number): Promise<boolean> =>
  process.waitForOutput(pattern, { timeoutMs }).then(
    () => true,
    () => false,
  );

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, scaleMs(milliseconds)).unref();
  });
