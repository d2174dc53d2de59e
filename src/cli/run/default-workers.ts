import { availableParallelism } from 'node:os';

/**
 * Labs at once when nobody says how many. A check mostly waits (for a timeout that must pass, for an engine to start), so two
 * for each core; each lab takes an engine's memory, so not ever more.
 */
export const defaultWorkers = (): number => Math.min(2 * availableParallelism(), 8);
