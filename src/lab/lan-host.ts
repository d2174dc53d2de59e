import type { CommandPrefix } from '../process/index.js';
import type { LabInit } from './lab-init.js';
import { lanHostAddress, lanHostIpv6Address, lanHostMac, lanHostName, type LanPlan } from './plan.js';

/** A host on a LAN behind the docker host. */
export interface LanHost {
  readonly address: string;
  /** Its IPv6 address, once `enableIpv6` has set it. */
  readonly ipv6Address: string;
  readonly mac: string;
  readonly lan: LanPlan;
  /** Enters its network namespace, with the machine's tools. */
  readonly prefix: CommandPrefix;
  /** Path of its network namespace. */
  readonly namespace: string;
  /** The name of that namespace in the lab. */
  readonly name: string;
}

/** Describes the k-th host on a LAN of a lab. */
export function describeLanHost(init: LabInit, lan: LanPlan, k: number): LanHost {
  const name = lanHostName(lan, k);
  const namespace = init.path(`/run/netns/${name}`);
  return {
    address: lanHostAddress(lan, k),
    ipv6Address: lanHostIpv6Address(lan, k),
    mac: lanHostMac(lan, k),
    lan,
    namespace,
    prefix: ['nsenter', `--net=${namespace}`, '--'],
    name,
  };
}
