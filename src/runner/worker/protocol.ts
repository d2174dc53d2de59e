import { isKnownOnEveryEngine, type AnyCheck } from '../../check/index.js';
import type { DaemonSettings, EngineChoice, FirewallBackend } from '../../engine/index.js';
import { noEvidence, type Cell, type CheckRecord } from '../../record/index.js';
import type { LabSpec } from './requirements.js';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly run: string;
  /** The worker's number within the run, from 1. */
  readonly number: number;
  /** The directory of its cell's record and evidence. */
  readonly directory: string;
  /** The run's directory under /run/docknet. */
  readonly runtime: string;
  readonly engine: EngineChoice;
  /** What every check's engine has as `firewall-backend`; null for the engine's default. */
  readonly firewallBackend: FirewallBackend | null;
  /** The user's daemon.json, under which every check runs; empty for none. */
  readonly daemonConfig: DaemonSettings;
  /** Milliseconds within which an engine must come up. */
  readonly engineTimeoutMs: number;
  readonly sabotaged: boolean;
  /** Directories of a user's own checks. */
  readonly suites: readonly string[];
  /** Where fetched engines are kept, to which checks upgrade theirs. */
  readonly engineCache: string;
  /** The id of a fault to put into every engine. */
  readonly fault?: string;
  /** Whether to find out which faults would act on the engine's work for a check. */
  readonly observed?: boolean;
  /** "legacy" for labs with the legacy iptables, whatever the machine's is. */
  readonly iptables?: 'legacy';
  /** The lab that it starts with, in a virtual machine; absent on this machine itself. */
  readonly guestLab?: LabSpec;
}

/** Ids of the faults that would act on an engine's work. */
export interface ActingFaults {
  /** On what it did for a check: its fixture, its traffic and their removal. */
  readonly onCheck: readonly string[];
  /** On what it did when it started. */
  readonly onLab: readonly string[];
}

/** A message from the session to a worker. */
export type ToWorker =
  | { readonly type: 'setup'; readonly setup: WorkerSetup }
  /** `reuse`: another check with the same fixture follows. */
  | { readonly type: 'check'; readonly id: string; readonly reuse: boolean }
  | { readonly type: 'stop' };

/** A message from a worker to the session. */
export type FromWorker =
  /** Its lab and its engine are ready. */
  | { readonly type: 'ready'; readonly cell: Cell }
  /** `warnings`: what is wrong with its lab's tools, so far. `acting`: null if it is not observed. */
  | {
      readonly type: 'checked';
      readonly record: CheckRecord;
      readonly warnings: readonly string[];
      readonly acting: ActingFaults | null;
    }
  /** It cannot work on this machine; the message says why and what to do. */
  | { readonly type: 'unfit'; readonly message: string };

/** Returns the record of a check that was not run, or not to its end. */
export function unjudgedRecord(check: AnyCheck, verdict: 'not applicable' | 'error', reason: string): CheckRecord {
  return {
    id: check.id,
    suite: check.suite ?? null,
    title: check.title,
    knownOnEveryEngine: isKnownOnEveryEngine(check),
    about: check.about ?? 'behaviour',
    claim: check.claim,
    verdict,
    reason,
    rulesFinding: null,
    expectations: [],
    instead: [],
    steps: [],
    points: [],
    sabotage: null,
    milliseconds: 0,
    evidence: noEvidence,
  };
}
