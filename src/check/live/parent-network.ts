import type { LanPlan } from '../../lab/index.js';
import type { DockerNetworkCreate } from './docker-network.js';
import { vlanSubnet, type ParentNetworkSpec } from '../driver-spec.js';

/** Returns the parent interface of a macvlan or ipvlan network on a LAN. */
export const parentOf = ({ vlan }: ParentNetworkSpec, { uplink }: LanPlan): string =>
  vlan === null ? uplink : `${uplink}.${vlan}`;

/**
 * Returns how a macvlan or ipvlan network is created on a LAN.
 *
 * @param name Its name in the engine.
 */
export function parentNetworkCreate(name: string, spec: ParentNetworkSpec, lan: LanPlan): DockerNetworkCreate {
  const { driver, mode, subnets, gateway, internal } = spec;
  const options = {
    ...(spec.parent ? { parent: parentOf(spec, lan) } : {}),
    ...(mode === null ? {} : { [`${driver}_mode`]: mode }),
  };
  const addresses = subnets?.map((subnet) => ({ Subnet: subnet })) ?? [defaultAddresses(spec, lan)];
  const gateways = gateway === null ? [] : [gateway].flat();
  const config = addresses.map((each, n) => (gateways[n] === undefined ? each : { ...each, Gateway: gateways[n] }));
  const ipv6 = addresses.some(({ Subnet }) => Subnet?.includes(':'));
  const flags = [
    `-d ${driver}`,
    ...(ipv6 ? ['--ipv6'] : []),
    ...(internal ? ['--internal'] : []),
    ...Object.entries(options).map(([option, value]) => `-o ${option}=${value}`),
    ...config.flatMap((each) => Object.entries(each).map(([field, value]) => `--${flagNames[field] ?? ''} ${value}`)),
  ];
  return {
    request: {
      Driver: driver,
      Options: options,
      Internal: internal,
      ...(ipv6 ? { EnableIPv6: true } : {}),
      IPAM: { Config: config },
    },
    command: ['docker network create', ...flags, name].join(' '),
  };
}

const flagNames: Readonly<Record<string, string>> = { Subnet: 'subnet', IPRange: 'ip-range', Gateway: 'gateway' };

/** The LAN's hosts have the lower half of its addresses, so the engine gets the upper one. */
const defaultAddresses = (spec: ParentNetworkSpec, { subnet }: LanPlan): Readonly<Record<string, string>> =>
  spec.vlan === null && spec.parent
    ? { Subnet: subnet, IPRange: subnet.replace('.0/24', '.128/25') }
    : { Subnet: vlanSubnet(spec.vlan ?? 0) };
