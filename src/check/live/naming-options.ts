import type { ContainerOptions } from '../../engine/index.js';
import type { ContainerNaming, EndpointAddressing } from '../addressing-spec.js';

type NamingOptions = Pick<ContainerOptions, 'ip' | 'mac' | 'hostname' | 'links' | 'expose' | 'stopSignal'>;

/** Returns a container's names and addresses for the engine's API. */
export function namingOptions(spec: ContainerNaming, run: string): NamingOptions {
  const { ip, mac, hostname, stopSignal } = spec;
  return {
    ...(ip === null ? {} : { ip }),
    ...(mac === null ? {} : { mac }),
    ...(hostname === null ? {} : { hostname }),
    ...(spec.links.length === 0 ? {} : { links: linksIn(spec, run) }),
    ...(spec.expose.length === 0 ? {} : { expose: spec.expose.map(withProtocol) }),
    ...(stopSignal === null ? {} : { stopSignal }),
  };
}

/** Returns the same as flags of `docker run`. */
export function namingFlags(spec: ContainerNaming, run: string): string[] {
  const { ip, mac, hostname, stopSignal } = spec;
  return [
    ...(ip === null ? [] : [`--ip ${ip}`]),
    ...(mac === null ? [] : [`--mac-address ${mac}`]),
    ...(hostname === null ? [] : [`--hostname ${hostname}`]),
    ...linksIn(spec, run).map((link) => `--link ${link}`),
    ...spec.expose.map((port) => `--expose ${port}`),
    ...(stopSignal === null ? [] : [`--stop-signal ${stopSignal}`]),
  ];
}

/** Returns the flags of `docker network connect`. */
export const endpointFlags = ({ ip, aliases = [], gatewayPriority }: EndpointAddressing): string[] => [
  ...(ip === undefined ? [] : [`--ip ${ip}`]),
  ...aliases.map((alias) => `--alias ${alias}`),
  ...(gatewayPriority === undefined ? [] : [`--gw-priority ${gatewayPriority}`]),
];

/** Names the linked containers as the engine does: `db:store` becomes `db-RUN:store`. */
const linksIn = ({ links }: ContainerNaming, run: string): string[] =>
  links.map((link) => link.replace(/^[^:]+/, (key) => `${key}-${run}`));

const withProtocol = (port: string): string => (port.includes('/') ? port : `${port}/tcp`);
