import type { DaemonSettings, EngineChoice, FirewallBackend } from '../../engine/index.js';
import type { Kernel } from '../../machine/index.js';
import type { CheckRecord, MatrixRecord, RunRecord, Shard } from '../../record/index.js';
import type { SuiteRegistry } from '../../registry/index.js';
import type { CellResult } from '../schedule/cell-run.js';
import type { CellNames } from './names.js';

/** What a session runs, where, and for how long. */
export interface SessionRequest {
  readonly registry: SuiteRegistry;
  /** The checks to run, in the order in which they are recorded. */
  readonly ids: readonly string[];
  /** One or more; several make a matrix. */
  readonly engines: readonly NamedEngine[];
  /** The part of all checks that the ids are; null for all. */
  readonly shard: Shard | null;
  /** The reports directory. The session makes a directory of its own in it. */
  readonly output: string;
  /** The number of labs at once, over all engines. */
  readonly workers: number;
  /** Milliseconds within which an engine must come up. */
  readonly engineTimeoutMs: number;
  readonly sabotaged: boolean;
  /** Where fetched engines are kept. */
  readonly engineCache: string;
  /** "legacy" for labs with the legacy iptables; null for the engine's default. */
  readonly iptables: 'legacy' | null;
  /** Milliseconds that checks took in earlier runs, by id; used to order them. */
  readonly durations: ReadonlyMap<string, number>;
  /** The command line, for the record. */
  readonly arguments: readonly string[];
  /** Chooses further cells by the results of the engines, in their order. */
  readonly explain?: (results: readonly CellResult[]) => readonly ExplainingEngine[];
  /** Aborting it removes the labs and saves what was recorded. */
  readonly signal: AbortSignal;
}

/** An engine of a session: what to start, with which settings in every check. */
export interface NamedEngine {
  /** As given on the command line ("debian:trixie"), with the backend if it is nftables ("debian:trixie+nftables"). */
  readonly name: string;
  readonly choice: EngineChoice;
  /** What `firewall-backend` is set to; null for the engine's default. */
  readonly firewallBackend: FirewallBackend | null;
  /** The user's daemon.json; empty for none. */
  readonly daemonConfig: DaemonSettings;
  /** The kernel of the virtual machine in which its labs are built; null for labs on this machine. */
  readonly kernel: Kernel | null;
}

/** A cell whose checks are about to run. */
export interface StartedCell {
  /** Unique in the session. */
  readonly name: string;
  readonly checks: readonly { readonly id: string }[];
}

/** An engine on a kernel with some checks alone: they show what differences between other cells follow. */
export interface ExplainingEngine {
  readonly engine: NamedEngine;
  readonly ids: readonly string[];
}

/** Reports the progress of a session. */
export interface SessionListener {
  /** Leftovers of a killed run were removed. */
  swept(leftovers: readonly string[]): void;
  /** A run directory was made for each cell; the names are unique. Called again for cells that explain the others. */
  began(cells: readonly StartedCell[]): void;
  /** A check was handed to a worker. */
  started(cell: string, id: string): void;
  /** A check has its verdict. Its evidence is below `directory`. */
  checked(cell: string, check: CheckRecord, directory: string): void;
  /** A lab's tools are not what they should be; once for each engine. */
  warned(text: string): void;
  /** The last lab is gone; the records are saved next. */
  ended(): void;
}

/** The run on one engine. */
export interface SessionCell {
  readonly name: string;
  /** null if no engine came up, so that there is no environment to record. */
  readonly record: RunRecord | null;
  readonly directory: string;
  /** Why the run ended early; null if it did not. */
  readonly unfit: string | null;
  /** Whether it ran only checks that differ between the other cells. */
  readonly explains: boolean;
}

/** What a session leaves. */
export interface SessionResult {
  /** One for each engine, in the order given; then those that explain them. */
  readonly cells: readonly SessionCell[];
  /** null for a session on one engine, or if no engine came up. */
  readonly matrix: MatrixRecord | null;
  readonly directory: string;
  readonly interrupted: boolean;
  /** What could not be saved, and why. */
  readonly unsaved: readonly string[];
}

/** One cell of a session and the directory of its record and evidence. */
export interface PlannedCell extends CellNames {
  readonly engine: NamedEngine;
  /** The checks that it runs. */
  readonly ids: readonly string[];
  readonly explains: boolean;
  readonly path: string;
}
