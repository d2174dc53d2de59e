import type { ContainerOptions } from '../../engine/index.js';
import type { ContainerNaming, EndpointAddressing } from '../addressing-spec.js';

type NamingOptions = Pick<
  ContainerOptions,
  'ip' | 'ip6' | 'mac' | 'hostname' | 'links' | 'expose' | 'stopSignal' | 'driverOptions' | 'sysctls'
>;

/** Returns a container's names and addresses for the engine's API. */
export function namingOptions(spec: ContainerNaming, run: string): NamingOptions {
  const { ip, ip6, mac, hostname, stopSignal, driverOptions, sysctls } = spec;
  return {
    ...(ip === null ? {} : { ip }),
    ...(ip6 === null ? {} : { ip6 }),
    ...(mac === null ? {} : { mac }),
    ...(hostname === null ? {} : { hostname }),
    ...(spec.links.length === 0 ? {} : { links: linksIn(spec, run) }),
    ...(spec.expose.length === 0 ? {} : { expose: spec.expose.map(withProtocol) }),
    ...(stopSignal === null ? {} : { stopSignal }),
    ...(isEmpty(driverOptions) ? {} : { driverOptions }),
    ...(isEmpty(sysctls) ? {} : { sysctls }),
  };
}

/** Returns the same as flags of `docker run`. */
export function namingFlags(spec: ContainerNaming, run: string): string[] {
  const { ip, ip6, mac, hostname, stopSignal, driverOptions, sysctls } = spec;
  return [
    ...(ip === null ? [] : [`--ip ${ip}`]),
    ...(ip6 === null ? [] : [`--ip6 ${ip6}`]),
    ...(mac === null ? [] : [`--mac-address ${mac}`]),
    ...(hostname === null ? [] : [`--hostname ${hostname}`]),
    ...linksIn(spec, run).map((link) => `--link ${link}`),
    ...spec.expose.map((port) => `--expose ${port}`),
    ...(stopSignal === null ? [] : [`--stop-signal ${stopSignal}`]),
    ...optionFlags('--driver-opt', driverOptions),
    ...optionFlags('--sysctl', sysctls),
  ];
}

/** Returns the flags of `docker network connect`. */
export const endpointFlags = (of: EndpointAddressing): string[] => [
  ...(of.ip === undefined ? [] : [`--ip ${of.ip}`]),
  ...(of.ip6 === undefined ? [] : [`--ip6 ${of.ip6}`]),
  ...(of.aliases ?? []).map((alias) => `--alias ${alias}`),
  ...(of.gatewayPriority === undefined ? [] : [`--gw-priority ${of.gatewayPriority}`]),
  ...optionFlags('--driver-opt', of.driverOptions ?? {}),
  ...(of.linkLocal ?? []).map((address) => `--link-local-ip ${address}`),
  ...(of.links ?? []).map((link) => `--link ${link}`),
];

const optionFlags = (flag: string, options: Readonly<Record<string, string>>): string[] =>
  Object.entries(options).map(([name, value]) => `${flag} ${name}=${value}`);

const isEmpty = (options: object): boolean => Object.keys(options).length === 0;

/** Names the linked containers as the engine does: `db:store` becomes `db-RUN:store`. */
const linksIn = ({ links }: ContainerNaming, run: string): string[] =>
  links.map((link) => link.replace(/^[^:]+/, (key) => `${key}-${run}`));

const withProtocol = (port: string): string => (port.includes('/') ? port : `${port}/tcp`);
