import { scaleMs } from '../process/index.js';
import { sysctlFile } from './plan.js';

/** Seconds after which conntrack forgets a flow (Linux, Documentation/networking/nf_conntrack-sysctl.rst). */
const timeouts = { udp_timeout: 30, udp_timeout_stream: 120, icmp_timeout: 30 };

/** A container that starts on a busy machine can take longer than a flow lives. */
const longer = 10;

/**
 * Returns a command that makes conntrack keep flows of its network namespace ten times as long, by the scale of time
 * limits: a flow's entry must outlive the start of a container on a slow machine. Conntrack must be loaded; without it
 * there is nothing to keep.
 */
export function lengthenConntrackTimeouts(): readonly string[] {
  const commands = Object.entries(timeouts).map(([name, seconds]) => {
    const file = sysctlFile(`net.netfilter.nf_conntrack_${name}`);
    return `[ ! -e ${file} ] || echo ${scaleMs(longer * seconds)} > ${file}`;
  });
  return ['sh', '-c', commands.join('; ')];
}
