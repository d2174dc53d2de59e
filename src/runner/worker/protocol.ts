import type { EngineChoice } from '../../engine/index.js';
import type { LabParts } from '../../lab/index.js';
import type { Cell, CheckRecord } from '../../record/index.js';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly run: string;
  /** Its number within the run, from 1. */
  readonly number: number;
  /** The run's directory under reports/. */
  readonly directory: string;
  /** The run's directory under /run/docknet. */
  readonly runtime: string;
  readonly engine: EngineChoice;
  /** Milliseconds an engine has to come up. */
  readonly engineWithin: number;
  readonly sabotaged: boolean;
  /** Directories of checks beside docknet's own. */
  readonly suites: readonly string[];
  /** Where fetched engines are kept: those to which a check upgrades its own. */
  readonly engineCache: string;
  /** "legacy" for labs whose iptables is the legacy one, whatever the machine's is. */
  readonly iptables?: 'legacy';
}

/** From the run to a worker. */
export type ToWorker =
  | { readonly type: 'setup'; readonly setup: WorkerSetup }
  | { readonly type: 'check'; readonly id: string; readonly keep: boolean }
  | { readonly type: 'stop' };

/** From a worker to the run. */
export type FromWorker =
  /** Its lab stands and its engine is ready. */
  | { readonly type: 'ready'; readonly cell: Cell }
  | { readonly type: 'checked'; readonly record: CheckRecord }
  /** It cannot work; the message says why and what to do. */
  | { readonly type: 'unfit'; readonly message: string };

/** What a lab is made with beside its engine: the engine's settings, its host's, and whether newer engines are at hand. */
export interface LabOrder extends Pick<LabParts, 'settings' | 'sysctls' | 'missingTables'> {
  readonly upgrades: boolean;
}

/** It as one comparable text. */
export const orderKey = ({ settings, sysctls, missingTables, upgrades }: LabOrder): string =>
  JSON.stringify([...[settings, sysctls].map((values) => Object.entries(values).sort()), missingTables, upgrades]);
