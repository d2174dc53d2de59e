import { setTimeout as delay } from 'node:timers/promises';
import {
  chooseRingBytes,
  startRecorder,
  type ActiveRecording,
  type Recorder,
  type RecordingSummary,
} from '../capture/index.js';
import type { EngineDescription } from '../engine/index.js';
import { isLegacyIptables } from '../netfilter/index.js';
import { narrowingOf } from './nft-pre-filter.js';
import { readFilter } from './pcap-filter.js';
import { Annotator } from './annotator.js';
import { LiveView } from './live-view.js';
import { startCommand } from './command.js';
import { readMachine } from './machine.js';
import { orderPoints } from './points.js';
import type { TraceListener, TraceEnd, TraceRequest, TraceResult } from './request.js';
import { RuleWatch, tableOf, tracedPerSecond } from './rule-watch.js';
import { Scout } from './scout.js';
import { findTargets, type Targets } from './targets.js';
import { TraceError } from './types.js';
import { runCommand } from '../process/index.js';

/** Milliseconds that a trace goes on after its command: its last packets' answers are part of it. */
const aftermath = 200;

/**
 * Frames, from the recording's beginning, whose packets are held at once when a trace is over, to tell how they belong together and
 * where they ended: some 200 MB. Of a recording of more frames is told what can be told while it grows.
 */
export const maxAnalysedFrames = 100_000;

/** Somebody's traffic, recorded at every point it passes, on a running engine. */
export class Trace {
  #scout: Scout | null = null;

  private constructor(
    private readonly request: TraceRequest,
    private readonly recorder: Recorder,
    private readonly engine: EngineDescription,
    private readonly targets: Targets,
  ) {}

  /**
   * Makes sure of everything that can be known beforehand; nothing is recorded yet.
   *
   * @throws RecorderError 'filter' with libpcap's message for a filter that does not compile, EngineError where no engine answers,
   *   TraceError for a name that names nothing.
   */
  static async prepare(request: TraceRequest): Promise<Trace> {
    const recorder = await startRecorder();
    try {
      await recorder.compileFilter(request.filter);
      const engine = await request.engine.describe();
      const targets = await findTargets(request.engine, request.containers, request.networks);
      const [first] = targets.containers;
      if (request.command.length > 0 && targets.listed.find(({ name }) => name === first)?.running !== true) {
        throw new TraceError(
          `the container ${first ?? ''} does not run, so no command can be run in it. Start it with: docker start ${first ?? ''}`,
        );
      }
      return new Trace(request, recorder, engine, targets);
    } catch (error) {
      await recorder.close();
      throw error;
    }
  }

  /**
   * Records until the command has ended, the time is over or the signal says so. What was recorded until then is in the file,
   * whatever happens.
   *
   * @throws RecorderError or TraceError where the recording cannot begin.
   */
  async record(file: string, audience: TraceListener, signal: AbortSignal): Promise<TraceResult> {
    const started = new Date();
    const ending = new AbortController();
    let failure: string | null = null;
    let skipped = 0;
    let endWith: (end: TraceEnd) => void = () => undefined;
    const ended = new Promise<TraceEnd>((resolve) => {
      endWith = resolve;
    });
    const scout = (this.#scout = new Scout(this.request.engine, this.targets, await readMachine(), audience));
    let following: Promise<void> = Promise.resolve();
    let active: ActiveRecording | null = null;
    let view: LiveView | null = null;
    let rules: RuleWatch | null = null;
    let annotator: Annotator | null = null;
    let armed: bigint | null = null;
    const grown = (bytes: number): void => {
      view?.grown(bytes);
      if (armed === null || view === null || view.frames < maxAnalysedFrames) return;
      const known = { order: orderPoints(scout), names: scout.names };
      if (annotator === null) annotator = new Annotator(file, armed, known);
      else annotator.learn(known);
    };
    try {
      await new Promise<void>((subscribed) => {
        following = scout.follow(ending.signal, subscribed);
      });
      const { first, further } = await scout.lookRound();
      const { filter, snapLength } = this.request;
      if (this.request.rules !== null) rules = await this.beginRules(this.request.rules, scout, audience);
      const points = first.length === 0 ? further : first;
      if (points.length === 0)
        throw new TraceError(
          `there is no interface at which ${scout.containers.join(', ')} could be seen: it does not run, and no bridge or uplink is known for it.`,
        );
      const recording = await this.recorder.record(
        {
          file,
          points: points.map(({ point }) => point),
          filter,
          ringBytes: chooseRingBytes(first.length + further.length),
          ...(snapLength === null ? {} : { snapLength }),
        },
        (event) => {
          if (event.kind === 'grown') grown(event.bytes);
          else if (event.kind === 'gone') scout.gone(event.point, event.reason);
          else {
            failure = event.error.message;
            endWith('failure');
          }
        },
      );
      active = recording;
      view = await LiveView.open(file, {
        journeys: (journeys) => {
          const wanted = journeys.filter((journey) => scout.interest.accepts(journey));
          audience.journeys(rules?.tell(wanted, scout.points) ?? wanted);
        },
        skipped: (frames) => {
          skipped += frames;
          audience.skipped(frames);
        },
      });
      await scout.record(recording, view, { recorded: points, further: points === further ? [] : further });
      const since = (armed = BigInt(Date.now()) * 1_000_000n);
      view.armed(since);
      audience.armed(scout.points);
      if (signal.aborted) endWith('asked');
      signal.addEventListener(
        'abort',
        () => {
          endWith('asked');
        },
        { once: true },
      );
      const command =
        this.request.command.length === 0 ? null : await startCommand(this.request, this.targets, audience);
      void command?.ended
        .then(() => delay(aftermath))
        .then(() => {
          endWith('command');
        });
      if (this.request.durationMs !== null)
        void delay(this.request.durationMs, undefined, { signal: ending.signal }).then(
          () => {
            endWith('time');
          },
          () => undefined,
        );
      const end = await ended;
      const status = command === null ? null : await command.stop();
      ending.abort();
      await following;
      const summary = await recording.stop().catch((cause: unknown): RecordingSummary | null => {
        failure ??= cause instanceof Error ? cause.message : String(cause);
        return null;
      });
      await view.end().catch((cause: unknown) => {
        failure ??= `the recording could not be read while it grew: ${cause instanceof Error ? cause.message : String(cause)}`;
      });
      scout.lastWords();
      const kept = (await rules?.end(scout.points)) ?? null;
      rules = null;
      return {
        engine: this.engine,
        containers: scout.containers,
        points: scout.points,
        armed: since,
        notices: scout.notices,
        started,
        milliseconds: Date.now() - started.getTime(),
        end,
        status,
        summary,
        failure,
        frames: view.frames,
        skipped,
        localPoints: scout.homes(),
        createFilter: () => scout.freshInterest(),
        names: scout.names,
        rules: kept,
        annotator,
      };
    } catch (error) {
      ending.abort();
      await active?.stop().catch(() => undefined);
      await view?.end().catch(() => undefined);
      await (annotator as Annotator | null)?.abandon();
      await rules?.end(scout.points).catch(() => undefined);
      await following;
      throw error;
    }
  }

  /** Says what it adds to the machine's firewall before it does. Where rules cannot be named that is said, and the trace goes on. */
  private async beginRules(id: string, scout: Scout, audience: TraceListener): Promise<RuleWatch | null> {
    try {
      const legacy = await isLegacyIptables((argv) => runCommand(argv));
      const { filter } = this.request;
      const narrowing = narrowingOf(readFilter(filter));
      audience.beforeRules(tableOf(id), tracedPerSecond, legacy, filter === '' ? null : narrowing !== null);
      const rules = await RuleWatch.begin(id, scout.attended, legacy, narrowing);
      if (rules.problem !== null) scout.say(`rules cannot be named, or not all: ${rules.problem}`);
      scout.rules = rules;
      return rules;
    } catch (cause) {
      scout.say(`rules cannot be named: ${cause instanceof Error ? cause.message : String(cause)}`);
      return null;
    }
  }

  /** What addresses are called; grows while containers come. */
  get names(): ReadonlyMap<string, string> {
    return this.#scout?.names ?? new Map();
  }

  /** Ends the recorder's process. */
  close(): Promise<void> {
    return this.recorder.close();
  }
}
