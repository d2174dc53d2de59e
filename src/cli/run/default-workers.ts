import { availableParallelism } from 'node:os';

/**
 * Labs at once when nobody says how many. A check mostly waits (for a timeout that must pass, for an engine to start), so two
 * for each core. With several engines each has its own long checks and starts to wait for, so three: on two cores the checks of
 * three engines took 149 s so, 162 s with two. Each lab takes an engine's memory, so not ever more.
 *
 * @param engines How many engines are run.
 */
export const defaultWorkers = (engines: number): number => Math.min((engines > 1 ? 3 : 2) * availableParallelism(), 8);
