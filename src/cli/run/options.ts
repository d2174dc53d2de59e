import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defaultEngineCache } from '../../engine/index.js';
import type { Shard } from '../../record/index.js';
import { SuiteRegistry } from '../../registry/index.js';
import { readDurations, readFaultTables } from '../../results/index.js';
import type { NamedEngine } from '../../runner/index.js';
import { UsageError } from '../errors.js';
import type { ReporterOptions } from '../reporters/options.js';
import { readShard, selectChecks, selectShard } from './checks.js';
import { configureEngines, type EngineSettingsOptions } from './engine-settings.js';
import { chooseKernels, splitEngineName, type KernelChoiceOptions } from './kernels.js';
import { chooseEngine, chooseIptables } from './engines.js';
import { chooseQuick } from './quick.js';

/** Options of `docknet run` and `docknet prove`, as commander parses them. */
export interface RunOptions extends EngineSettingsOptions, ReporterOptions, KernelChoiceOptions {
  /** One or more. */
  readonly engine: readonly string[];
  readonly engineCache?: string;
  /** Directories of the user's own checks. */
  readonly suites?: readonly string[];
  readonly output: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly engineTimeout: string;
  readonly iptables?: string;
  readonly yes?: boolean;
  /** Whether to run the cells that show what a difference follows. Of `docknet run` only. */
  readonly explain?: boolean;
  /** What to compare with; false for nothing. Of `docknet run` only. */
  readonly baseline?: string | false;
  /** Whether to run the checks that notice the most faults alone. Of `docknet run` only. */
  readonly quick?: boolean;
}

/** What a command line asks to run, checked. */
export interface RunPlan {
  readonly registry: SuiteRegistry;
  readonly ids: readonly string[];
  readonly shard: Shard | null;
  readonly engines: readonly NamedEngine[];
  readonly engineCache: string;
  readonly workers: number;
  readonly engineTimeoutMs: number;
  readonly iptables: 'legacy' | null;
  /** What the user should know before the run. */
  readonly notes: readonly string[];
}

/**
 * Reads and checks a command line.
 *
 * @throws UsageError for a value that cannot be used. @throws SuiteError for an unusable directory of `--suites`.
 */
export async function readRunOptions(patterns: readonly string[], options: RunOptions): Promise<RunPlan> {
  const shard = options.shard === undefined ? null : readShard(options.shard);
  const suites = options.suites ?? [];
  const registry = await SuiteRegistry.open(suites);
  if (options.quick === true && patterns.length + suites.length > 0)
    throw new UsageError('--quick chooses among docknet’s own checks. Leave out checks and --suites.');
  const selected = options.quick === true ? await selectQuick(registry.ids) : selectChecks(registry, patterns);
  const engineTimeout = readPositive(
    '--engine-timeout',
    options.engineTimeout,
    'a number of seconds above 0',
    Number.isFinite,
  );
  const engineCache = resolve(options.engineCache ?? defaultEngineCache());
  const { engines, notes } = await chooseCells(options, engineCache);
  if (options.explain === true && engines.length === 1)
    throw new UsageError('--explain tells cells of a matrix apart. Pass several --engine or --kernel.');
  const workers =
    options.workers === undefined
      ? defaultWorkers()
      : readPositive('--workers', options.workers, 'a whole number of labs, 1 or more', Number.isInteger);
  return {
    registry,
    ids: shard === null ? selected : selectShard(selected, shard),
    shard,
    engines,
    engineCache,
    workers,
    engineTimeoutMs: engineTimeout * 1000,
    iptables: chooseIptables(options.iptables, engines),
    notes,
  };
}

/** Returns the checks of `--quick`. @throws UsageError if no fault table is installed. */
export async function selectQuick(ids: readonly string[]): Promise<string[]> {
  const tables = await readFaultTables();
  if (tables.size === 0)
    throw new UsageError('--quick needs a fault table. Make one: docknet prove --faults --all-checks --record');
  return chooseQuick({ ids, tables, durations: await readDurations() });
}

/** Returns the cells that `--engine`, `--firewall-backend` and `--kernel` name, and what to know about them. */
async function chooseCells(
  options: RunOptions,
  cache: string,
): Promise<{ readonly engines: readonly NamedEngine[]; readonly notes: readonly string[] }> {
  const engines: NamedEngine[] = [];
  const { notes } = await configureEngines([], options);
  for (const value of options.engine) {
    const { engine, kernel } = await splitEngineName(value);
    const configured = await configureEngines([await chooseEngine(engine, cache)], options);
    engines.push(
      ...(await chooseKernels(configured.engines, kernel === null ? options : { ...options, kernel: [kernel] })),
    );
  }
  return { engines, notes };
}

/**
 * Returns the default number of labs at once: three a core, because a check mostly waits. At most 8, because each needs
 * an engine's memory.
 */
const defaultWorkers = (): number => Math.min(3 * availableParallelism(), 8);

/** Reads a number above 0. @throws UsageError for anything else. */
export function readPositive(
  option: string,
  text: string,
  wanted: string,
  isValid: (value: number) => boolean,
): number {
  const value = Number(text);
  if (text.trim() === '' || !isValid(value) || value <= 0) throw new UsageError(`${option} ${text}: pass ${wanted}.`);
  return value;
}
