import { startRecorder, type Recorder } from '../capture/index.js';
import type { EngineDescription } from '../engine/index.js';
import { TraceRun } from './trace-run.js';
import { readMachine } from './machine.js';
import type { TraceListener, TraceRequest, TraceResult } from './request.js';
import { findTargets, type Targets } from './targets.js';
import { TraceError } from './types.js';

/** Traffic of containers on a running engine, recorded at every point it passes. */
export class Trace {
  #run: TraceRun | null = null;

  private constructor(
    private readonly request: TraceRequest,
    private readonly recorder: Recorder,
    private readonly engine: EngineDescription,
    private readonly targets: Targets,
  ) {}

  /**
   * Checks everything that can be checked before recording.
   *
   * @throws RecorderError 'filter' with libpcap's message for a filter that does not compile, EngineError if no engine
   *   answers, TraceError for an unknown name.
   */
  static async prepare(request: TraceRequest): Promise<Trace> {
    const recorder = await startRecorder();
    try {
      await recorder.compileFilter(request.filter);
      const engine = await request.engine.describe();
      const targets = await findTargets(request.engine, request.containers, request.networks);
      const [first = ''] = targets.containers;
      if (request.command.length > 0 && targets.listed.find(({ name }) => name === first)?.running !== true) {
        throw new TraceError(
          `Cannot run a command in the container ${first}: it is not running. Start it with: docker start ${first}`,
        );
      }
      return new Trace(request, recorder, engine, targets);
    } catch (error) {
      await recorder.close();
      throw error;
    }
  }

  /**
   * Records until the command exits, the duration is over or the signal aborts. The file keeps what was recorded
   * until then, whatever happens.
   *
   * @throws RecorderError or TraceError if the recording cannot begin.
   */
  async record(file: string, listener: TraceListener, signal: AbortSignal): Promise<TraceResult> {
    const machine = await readMachine();
    this.#run = new TraceRun(this.request, this.recorder, this.targets, machine, file, listener);
    return { engine: this.engine, ...(await this.#run.record(signal)) };
  }

  /** Names of addresses; grows with every container. */
  get names(): ReadonlyMap<string, string> {
    return this.#run?.discovery.names ?? new Map();
  }

  /** Ends the recorder's process. */
  close(): Promise<void> {
    return this.recorder.close();
  }
}
