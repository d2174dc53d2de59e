import { setTimeout as delay } from 'node:timers/promises';
import {
  chooseRingBytes,
  type ActiveRecording,
  type Recorder,
  type RecordingEvent,
  type RecordingSummary,
} from '../capture/index.js';
import { hasLegacyTables, isLegacyIptables } from '../netfilter/index.js';
import { runCommand } from '../process/index.js';
import { Annotator } from './annotator.js';
import { startCommand } from './command.js';
import { LiveView } from './live-view.js';
import type { Machine } from './machine.js';
import { buildPreFilter } from './nft-pre-filter.js';
import { Notices } from './notices.js';
import { parseFilter } from './pcap-filter.js';
import { PointDiscovery } from './point-discovery.js';
import { orderPoints } from './points.js';
import type { TraceEnd, TraceListener, TraceRequest, TraceResult } from './request.js';
import { RuleTracer, tableName, tracedPerSecond } from './rule-tracer.js';
import type { Targets } from './targets.js';
import { maxAnalysedFrames } from './trace-journeys.js';
import { TraceError } from './types.js';

/** Milliseconds that a trace lasts beyond its command, for the answers to the command's last packets. */
const graceMs = 200;

/** One recording of a trace, with everything that runs beside it. */
export class TraceRun {
  readonly discovery: PointDiscovery;
  readonly #notices: Notices;
  readonly #ending = new AbortController();
  #recording: ActiveRecording | null = null;
  #view: LiveView | null = null;
  #rules: RuleTracer | null = null;
  #annotator: Annotator | null = null;
  /** The engine's events. */
  #events: Promise<void> = Promise.resolve();
  #armed: bigint | null = null;
  #failure: string | null = null;
  #skipped = 0;
  #end: (end: TraceEnd) => void = () => undefined;
  readonly #ended = new Promise<TraceEnd>((resolve) => {
    this.#end = resolve;
  });

  constructor(
    private readonly request: TraceRequest,
    private readonly recorder: Recorder,
    private readonly targets: Targets,
    machine: Machine,
    private readonly file: string,
    private readonly listener: TraceListener,
  ) {
    this.#notices = new Notices(listener);
    this.discovery = new PointDiscovery(request.engine, targets, machine, this.#notices);
  }

  /** Records until the trace ends. @throws RecorderError or TraceError if the recording cannot begin. */
  async record(signal: AbortSignal): Promise<Omit<TraceResult, 'engine'>> {
    const started = new Date();
    try {
      const recording = await this.#start();
      const armed = (this.#armed = BigInt(Date.now()) * 1_000_000n);
      this.#view?.showSince(armed);
      this.listener.armed(this.discovery.points);
      const { end, status } = await this.#waitForEnd(signal);
      this.#ending.abort();
      await this.#events;
      const summary = await recording.stop().catch((cause: unknown): RecordingSummary | null => {
        this.#failure ??= messageOf(cause);
        return null;
      });
      await this.#view?.close().catch((cause: unknown) => {
        this.#failure ??= `Cannot read the recording while it grows: ${messageOf(cause)}`;
      });
      this.#notices.flush();
      const rules = (await this.#rules?.stop(this.discovery.points)) ?? null;
      this.#rules = null;
      const { containers, points, names } = this.discovery;
      return {
        ...{ containers, points, names, armed, started, end, status, summary, rules },
        notices: this.#notices.list,
        milliseconds: Date.now() - started.getTime(),
        failure: this.#failure,
        frames: this.#view?.frames ?? 0,
        skipped: this.#skipped,
        localPoints: this.discovery.findLocalPoints(),
        createFilter: () => this.discovery.createFilter(),
        annotator: this.#annotator,
      };
    } catch (error) {
      await this.#abandon();
      throw error;
    }
  }

  /** Starts the recording at every point, the live view, and the trace of rules. */
  async #start(): Promise<ActiveRecording> {
    const { discovery, request } = this;
    await new Promise<void>((subscribed) => {
      this.#events = discovery.events.run(this.#ending.signal, subscribed);
    });
    const { shared, own } = await discovery.findInitialPoints();
    if (request.rules !== null) await this.#startRules(request.rules);
    const recorded = shared.length === 0 ? own : shared;
    if (recorded.length === 0)
      throw new TraceError(
        `No interface to record at for ${discovery.containers.join(', ')}: ` +
          'not running, and no bridge or uplink is known.',
      );
    const recording = await this.recorder.record(
      {
        file: this.file,
        points: recorded.map(({ point }) => point),
        filter: request.filter,
        ringBytes: chooseRingBytes(shared.length + own.length),
        ...(request.snapLength === null ? {} : { snapLength: request.snapLength }),
      },
      (event) => {
        this.#handle(event);
      },
    );
    this.#recording = recording;
    this.#view = await LiveView.open(this.file, {
      journeys: (journeys) => {
        const selected = journeys.filter((journey) => discovery.filter.accepts(journey));
        this.listener.journeys(this.#rules?.attribute(selected, discovery.points) ?? selected);
      },
      skipped: (frames) => {
        this.#skipped += frames;
        this.listener.skipped(frames);
      },
    });
    await discovery.attach(recording, this.#view, { recorded, further: recorded === own ? [] : own });
    return recording;
  }

  #handle(event: RecordingEvent): void {
    if (event.kind === 'grown') {
      this.#view?.setLength(event.bytes);
      this.#annotateLongRecording();
    } else if (event.kind === 'gone') this.discovery.removePoint(event.point, event.reason);
    else {
      this.#failure = event.error.message;
      this.#end('failure');
    }
  }

  #annotateLongRecording(): void {
    if (this.#armed === null || this.#view === null || this.#view.frames < maxAnalysedFrames) return;
    const known = { order: orderPoints(this.discovery), names: this.discovery.names };
    if (this.#annotator === null) this.#annotator = new Annotator(this.file, this.#armed, known);
    else this.#annotator.update(known);
  }

  /** Announces the table and starts the trace of rules. If that fails, reports it, and the trace goes on without. */
  async #startRules(id: string): Promise<void> {
    try {
      const run = (argv: readonly string[]) => runCommand(argv);
      const legacy = await isLegacyIptables(run);
      const leftovers = !legacy && (await hasLegacyTables(run));
      const { filter } = this.request;
      const preFilter = buildPreFilter(parseFilter(filter));
      this.listener.beforeRules({
        table: tableName(id),
        packetsPerSecond: tracedPerSecond,
        legacy: legacy || leftovers,
        preFiltered: filter === '' ? null : preFilter !== null,
      });
      const rules = await RuleTracer.start(id, this.discovery.registered, { legacy, leftovers }, preFilter);
      for (const warning of rules.warnings) this.#notices.add(warning);
      if (rules.problem !== null) this.#notices.add(`Rules are missing, or some of them: ${rules.problem}`);
      this.#rules = this.discovery.rules = rules;
    } catch (cause) {
      this.#notices.add(`Rules are missing: ${messageOf(cause)}`);
    }
  }

  /** Runs the command, and waits for its end, the duration's, the signal or a failure. */
  async #waitForEnd(signal: AbortSignal): Promise<{ readonly end: TraceEnd; readonly status: number | null }> {
    const { command: argv, durationMs } = this.request;
    if (signal.aborted) this.#end('asked');
    signal.addEventListener('abort', () => this.#end('asked'), { once: true });
    const command = argv.length === 0 ? null : await startCommand(this.request, this.targets, this.listener);
    void command?.exited.then(() => delay(graceMs)).then(() => this.#end('command'));
    if (durationMs !== null)
      void delay(durationMs, undefined, { signal: this.#ending.signal }).then(
        () => this.#end('time'),
        () => undefined,
      );
    const end = await this.#ended;
    return { end, status: command === null ? null : await command.stop() };
  }

  async #abandon(): Promise<void> {
    this.#ending.abort();
    await this.#recording?.stop().catch(() => undefined);
    await this.#view?.close().catch(() => undefined);
    await this.#annotator?.close();
    await this.#rules?.stop(this.discovery.points).catch(() => undefined);
    await this.#events;
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
