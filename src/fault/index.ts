import { hostFaults } from './host.js';
import { iptablesFaults } from './iptables.js';
import { proxyFaults } from './proxy.js';
import { requestFaults } from './request.js';
import type { Fault } from './types.js';

export { buildWrapper } from './program.js';
export type { EngineRequest, Fault, JsonObject } from './types.js';

/** Every fault, by what makes it. */
export const faults: readonly Fault[] = [...iptablesFaults, ...proxyFaults, ...hostFaults, ...requestFaults];

/** Returns the fault with an id; null if there is none. */
export const findFault = (id: string | undefined): Fault | null => faults.find((fault) => fault.id === id) ?? null;
