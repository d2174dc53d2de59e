import { hostFaults } from './host.js';
import { iptablesFaults } from './iptables.js';
import { nftFaults } from './nft.js';
import { proxyFaults } from './proxy.js';
import { requestFaults } from './request.js';
import { resolverFaults } from './resolver.js';
import type { EngineWork, Fault, Mistake } from './types.js';

export { buildObserver, buildWrapper, parseCalls } from './program.js';
export {
  engineTools,
  type EngineRequest,
  type EngineTool,
  type EngineWork,
  type Fault,
  type JsonObject,
} from './types.js';

/** Every fault, by what makes it. */
export const faults: readonly Fault[] = [
  ...iptablesFaults,
  ...nftFaults,
  ...proxyFaults,
  ...resolverFaults,
  ...hostFaults,
  ...requestFaults,
];

/** Returns the fault with an id; null if there is none. */
export const findFault = (id: string | undefined): Fault | null => faults.find((fault) => fault.id === id) ?? null;

/**
 * Returns the ids of the faults that may change what an engine did: a fault that acts on none of its calls and requests
 * cannot be noticed by a check that caused these alone. Leaves out faults of the host, which act without a call.
 */
export const listActing = (work: EngineWork): string[] =>
  faults.filter(({ mistake }) => actsOn(mistake, work)).map(({ id }) => id);

function actsOn(mistake: Mistake, { calls, requests }: EngineWork): boolean {
  switch (mistake.kind) {
    case 'host':
      return false;
    case 'program':
      return calls.some(({ program, call }) => program === mistake.program && mistake.affects(call));
    case 'request':
      return requests.some((request) => JSON.stringify(mistake.change(request)) !== JSON.stringify(request));
  }
}
