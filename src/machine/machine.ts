import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ProcessError, startProcess, timeScaleVariable, type ManagedProcess } from '../process/index.js';
import { formatMessage, MessageReader, type FromGuest, type ToGuest } from './channel.js';
import { consoleTail, describeCrash, describeEnd } from './console.js';
import { MachineError } from './error.js';
import { GuestProcess } from './guest-fork.js';
import { buildInitramfs, startedLine } from './initramfs.js';
import type { Kernel } from './kernel/kernel.js';
import { leaveOut, type KernelVariant } from './kernel/variant.js';
import { LifeWatch } from './life-watch.js';
import { limitsOf } from './limits.js';
import { findNoKvm, findQemu, initramfsFile, portSocket, writeMachineScript, type Accelerator } from './qemu.js';

export interface MachineOptions {
  readonly kernel: Kernel;
  readonly variant: KernelVariant;
  readonly cpus: number;
  readonly memoryMb: number;
  /** A new directory of this machine, removed at the end: sockets, mounts. */
  readonly directory: string;
  /** Absolute paths of directories that the guest may write to, as they are here. */
  readonly shares: readonly string[];
  /** Absolute paths of directories to make in the guest, on a tmpfs. */
  readonly directories: readonly string[];
  /** Gets the reason if the machine is emulated although this machine has KVM; called once in a process. */
  readonly onNoKvm: (reason: string) => void;
}

/** Why KVM cannot be used, once it is known. */
let noKvm: string | null = null;

/**
 * A virtual machine with another kernel, which runs modules of docknet's as processes.
 *
 * It has this machine's files, read-only. Its processes here are in a pid namespace of their own, which the kernel ends
 * when docknet ends.
 */
export class Machine {
  /** Resolves when the machine has ended, with the reason: the console's words if its kernel crashed. */
  readonly ended: Promise<string>;
  private readonly processes = new Map<number, GuestProcess<never, unknown>>();
  private readonly reader = new MessageReader<FromGuest>();
  private count = 0;
  private port: Socket | null = null;
  private reason: string | null = null;
  /** How it hangs, if it does. */
  private hang: string | null = null;
  private readonly life: LifeWatch;
  private onReady: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => {
    this.onReady = resolve;
  });

  private constructor(
    private readonly options: MachineOptions,
    readonly accelerator: Accelerator,
    /** QEMU's version. */
    readonly qemu: string,
    private readonly running: ManagedProcess,
    private readonly server: Server,
  ) {
    server.on('connection', (socket) => {
      this.connect(socket);
    });
    this.life = new LifeWatch(
      limitsOf[accelerator].silentSeconds,
      () => this.send({ type: 'ping' }),
      (hang) => {
        this.end(hang);
      },
    );
    this.ended = running.ended.then(() => this.finish());
  }

  /**
   * Boots a machine, with KVM if it works here, else with software emulation.
   *
   * @throws MachineError if QEMU is missing or the kernel does not boot, with the console's words.
   */
  static async start(options: MachineOptions, signal?: AbortSignal): Promise<Machine> {
    noKvm ??= await findNoKvm();
    if (noKvm === null)
      try {
        return await Machine.boot(options, 'kvm', signal);
      } catch (cause) {
        if (!(cause instanceof MachineError) || signal?.aborted === true) throw cause;
        // Reported for every later machine, whatever its kernel.
        noKvm = (cause.message.split('\n')[0] ?? '').replace(`the kernel ${options.kernel.name}`, 'a kernel');
      }
    const machine = await Machine.boot(options, 'tcg', signal);
    options.onNoKvm(noKvm);
    return machine;
  }

  private static async boot(options: MachineOptions, accelerator: Accelerator, signal?: AbortSignal): Promise<Machine> {
    const { kernel, variant, directory } = options;
    const limits = limitsOf[accelerator];
    const { virtiofsd, version } = await findQemu();
    await mkdir(directory, { recursive: true });
    const program = [
      'env',
      `${timeScaleVariable}=${limits.timeScale}`,
      process.execPath,
      fileURLToPath(new URL('guest-process.js', import.meta.url)),
    ];
    const initramfs = await buildInitramfs({
      ...options,
      hungTaskSeconds: limits.hungTaskSeconds,
      program,
      cwd: process.cwd(),
    });
    await writeFile(initramfsFile(directory), initramfs);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(portSocket(directory), resolve);
    });
    const prepare = await leaveOut(kernel, variant, directory);
    const script = writeMachineScript(
      { ...options, accelerator, image: kernel.image, parameters: variant.boot, prepare },
      virtiofsd,
    );
    const running = startProcess(['sh', '-c', script], {
      prefix: ['unshare', '--kill-child', '--fork', '--pid', '--mount', '--'],
      detached: true,
    });
    const machine = new Machine(options, accelerator, version, running, server);
    const stop = () => {
      running.kill();
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      await machine.waitBooted();
      return machine;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** By how much time limits must be longer than on this machine itself. */
  get timeScale(): number {
    return limitsOf[this.accelerator].timeScale;
  }

  /** Why the machine has ended, as `ended` says it; null while it runs. */
  get failure(): string | null {
    return this.reason;
  }

  /**
   * Runs a module of docknet's in a process of the guest. The module must exit on "disconnect". A guest that does not
   * kill the process when asked to is ended.
   */
  fork<Sent, Received>(module: URL): GuestProcess<Sent, Received> {
    const id = ++this.count;
    const process = new GuestProcess<Sent, Received>(
      id,
      (message) => this.send(message),
      () => {
        this.end('it did not end a process');
      },
    );
    this.processes.set(id, process as GuestProcess<never, unknown>);
    void this.ended.then((error) => {
      process.end({ status: null, signal: null, error });
    });
    this.send({ type: 'fork', id, module: module.href });
    return process;
  }

  /** Ends the machine at once. */
  async stop(): Promise<void> {
    this.running.kill();
    await this.ended;
  }

  private end(hang: string): void {
    this.hang ??= hang;
    this.running.kill();
  }

  private async waitBooted(): Promise<void> {
    const { kernelMs, programMs } = limitsOf[this.accelerator];
    const fail = async (what: string): Promise<never> => {
      this.running.kill();
      await this.ended;
      const words = describeCrash(this.running.stdout) ?? consoleTail(this.running.stdout + this.running.stderr);
      throw new MachineError(`the kernel ${this.options.kernel.name} ${what} with ${this.accelerator}: ${words}`);
    };
    await this.running.waitForOutput(new RegExp(startedLine), { timeoutMs: kernelMs }).catch((cause: unknown) => {
      if (!(cause instanceof ProcessError)) throw cause;
      return fail(cause.exit === null ? `did not start within ${kernelMs / 1000} s` : 'did not start');
    });
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, programMs, `booted, but docknet did not run there within ${programMs / 1000} s`);
    });
    const failure = await Promise.race([this.ready.then(() => null), timeout, this.ended.then(() => 'did not boot')]);
    clearTimeout(timer);
    if (failure !== null) await fail(failure);
  }

  private connect(socket: Socket): void {
    this.port = socket;
    // Its end is the machine's, which `ended` reports.
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      for (const message of this.reader.push(bytes)) this.receive(message);
    });
  }

  private receive(message: FromGuest): void {
    this.life.live();
    if (message.type === 'alive') return;
    if (message.type === 'ready') {
      this.life.start();
      this.onReady();
      return;
    }
    const process_ = this.processes.get(message.id);
    if (message.type === 'message') process_?.receive(message.message);
    if (message.type === 'output') process.stderr.write(message.text);
    if (message.type === 'exited') {
      this.processes.delete(message.id);
      process_?.end(message.exit);
    }
  }

  private send(message: ToGuest): boolean {
    if (this.port === null || !this.running.running) return false;
    this.port.write(formatMessage(message));
    return true;
  }

  private async finish(): Promise<string> {
    // What the guest sent before its end still arrives.
    if (this.port?.closed === false) await once(this.port, 'close');
    this.life.stop();
    this.server.close();
    await rm(this.options.directory, { recursive: true, force: true });
    const words = describeEnd(this.running.stdout, this.running.stderr, this.hang);
    this.reason = `the virtual machine with kernel ${this.options.kernel.release} ended: ${words}`;
    return this.reason;
  }
}
