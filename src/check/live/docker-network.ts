import type { FamilyAddressing, NetworkAddressing } from '../addressing-spec.js';
import type { BridgeSpec } from '../spec.js';

/** A bridge network as it is created: for the engine's API, and as the command that a person would type. */
export interface DockerNetworkCreate {
  /** The request of the API besides name and labels. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly command: string;
}

/** Returns how a bridge network is created. @param name Its name in the engine. */
export function dockerNetworkCreate(
  name: string,
  { options = {}, internal = false, addressing = {} }: Partial<Omit<BridgeSpec, 'kind'>>,
): DockerNetworkCreate {
  const flags = [
    ...(internal ? ['--internal'] : []),
    ...Object.entries(options).map(([option, value]) => `-o ${option}=${value}`),
    ...addressingFlags(addressing),
  ];
  const { configOnly = false, configFrom } = addressing;
  return {
    request: {
      Options: options,
      Internal: internal,
      ...ipam(addressing),
      ...(configOnly ? { ConfigOnly: true } : {}),
      ...(configFrom === undefined ? {} : { ConfigFrom: { Network: configFrom } }),
    },
    command: ['docker network create', ...flags, name].join(' '),
  };
}

function addressingFlags(addressing: NetworkAddressing): string[] {
  const { ipv6, ipv4, labels = {}, configOnly = false, configFrom } = addressing;
  const families = [...(ipv6 === undefined ? [] : [ipv6Family(ipv6)]), addressing];
  return [
    ...Object.entries(labels).map(([label, value]) => `--label ${label}=${value}`),
    ...(configOnly ? ['--config-only'] : []),
    ...(configFrom === undefined ? [] : [`--config-from ${configFrom}`]),
    ...(ipv4 === undefined ? [] : [`--ipv4=${ipv4}`]),
    ...(ipv6 === undefined ? [] : ['--ipv6']),
    ...families.flatMap(({ subnet, range, gateway, reserved = [] }) => [
      ...(subnet === undefined ? [] : [`--subnet ${subnet}`]),
      ...(range === undefined ? [] : [`--ip-range ${range}`]),
      ...(gateway === undefined ? [] : [`--gateway ${gateway}`]),
      ...reserved.map((address, n) => `--aux-address reserved${n}=${address}`),
    ]),
  ];
}

function ipam({ ipv6, ipv4, ...rest }: NetworkAddressing): Readonly<Record<string, unknown>> {
  const config = [...familyConfig(rest), ...(ipv6 === undefined ? [] : familyConfig(ipv6Family(ipv6)))];
  return {
    ...(ipv4 === undefined ? {} : { EnableIPv4: ipv4 }),
    ...(ipv6 === undefined ? {} : { EnableIPv6: true }),
    ...(config.length === 0 ? {} : { IPAM: { Driver: 'default', Config: config } }),
  };
}

function ipv6Family(ipv6: NonNullable<NetworkAddressing['ipv6']>): FamilyAddressing {
  if (ipv6 === true) return {};
  return typeof ipv6 === 'string' ? { subnet: ipv6 } : ipv6;
}

function familyConfig({ subnet, range, gateway, reserved = [] }: FamilyAddressing): unknown[] {
  if (subnet === undefined) return [];
  const config = {
    Subnet: subnet,
    ...(range === undefined ? {} : { IPRange: range }),
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(reserved.length === 0
      ? {}
      : { AuxiliaryAddresses: Object.fromEntries(reserved.map((address, n) => [`reserved${n}`, address])) }),
  };
  return [config];
}
