import { scaleMs } from '../process/index.js';
import { sysctlFile } from './plan.js';

/** Seconds after which conntrack forgets a flow (Linux, Documentation/networking/nf_conntrack-sysctl.rst). */
const timeouts = { udp_timeout: 30, udp_timeout_stream: 120, icmp_timeout: 30 };

/**
 * Returns a command that makes conntrack keep flows of its network namespace longer, by the scale of time limits: where
 * a container takes half a minute to start, a flow's entry would be gone before the container is there. null if this
 * machine has the usual speed. Conntrack must be loaded; without it there is nothing to keep.
 */
export function scaleConntrackTimeouts(): readonly string[] | null {
  if (scaleMs(1) === 1) return null;
  const commands = Object.entries(timeouts).map(([name, seconds]) => {
    const file = sysctlFile(`net.netfilter.nf_conntrack_${name}`);
    return `[ ! -e ${file} ] || echo ${scaleMs(seconds)} > ${file}`;
  });
  return ['sh', '-c', commands.join('; ')];
}
