import type Docker from 'dockerode';
import { satisfies } from 'semver';
import type { EngineClient } from './client.js';
import type { ContainerOptions } from './container-options.js';
import type { Publication } from './publication.js';

/** Returns whether a container has options that testcontainers lacks. */
export function needsDockerode(options: ContainerOptions): boolean {
  const { network, aliases, publish, links = [], expose = [] } = options;
  return (
    options.pidMode !== undefined ||
    options.restart === true ||
    options.dns !== undefined ||
    [options.ip, options.ip6, options.mac, options.hostname, options.stopSignal].some((o) => o !== undefined) ||
    (options.driverOptions ?? options.sysctls) !== undefined ||
    [aliases, links, expose].some((list) => list.length > 0) ||
    options.publishAll === true ||
    !publish.every(isPlain) ||
    new Set(publish.map(targetPort)).size < publish.length ||
    ['host', 'none'].includes(network) ||
    network.startsWith('container:')
  );
}

/** Returns the container's port that a publication leads to, as the API names it. */
const targetPort = ({ containerPort, protocol }: Publication): string => `${containerPort}/${protocol}`;

/** Returns whether testcontainers can publish a port so. */
const isPlain = ({ address, hostPort, protocol }: Publication): boolean =>
  address === null && protocol === 'tcp' && /^\d+$/.test(hostPort);

/** Returns the request that creates a container. */
export async function buildRequest(
  client: EngineClient,
  options: ContainerOptions,
): Promise<Docker.ContainerCreateOptions> {
  // The engine stops it when it stops itself; process 1 ignores SIGTERM, and the engine would wait ten seconds.
  const stopSignal = options.restart === true ? 'SIGKILL' : options.stopSignal;
  const exposed = [...options.publish.map(targetPort), ...(options.expose ?? [])];
  return {
    name: options.name,
    Image: options.image,
    Cmd: [...options.command],
    Labels: { ...options.labels },
    ...(stopSignal === undefined ? {} : { StopSignal: stopSignal }),
    ...(options.hostname === undefined ? {} : { Hostname: options.hostname }),
    ...(await containerMac(client, options)),
    ExposedPorts: Object.fromEntries(exposed.map((one) => [one, {}])),
    HostConfig: {
      NetworkMode: options.network,
      ...(options.pidMode === undefined ? {} : { PidMode: options.pidMode }),
      ...(options.restart === true ? { RestartPolicy: { Name: 'always' } } : {}),
      ...dnsConfig(options),
      ...(options.links === undefined ? {} : { Links: [...options.links] }),
      ...(options.sysctls === undefined ? {} : { Sysctls: { ...options.sysctls } }),
      ...(options.publishAll === true ? { PublishAllPorts: true } : {}),
      // A container's port may be published more than once.
      PortBindings: Object.fromEntries(
        options.publish.map((p) => [
          targetPort(p),
          options.publish
            .filter((other) => targetPort(other) === targetPort(p))
            .map(({ address, hostPort }) => ({ HostIp: address ?? '', HostPort: hostPort })),
        ]),
      ),
    },
    ...networkingConfig(options),
  };
}

/** Returns the container-wide MAC address of engines before 25 (API 1.44), which know no other. */
async function containerMac({ docker }: EngineClient, { mac }: ContainerOptions): Promise<{ MacAddress?: string }> {
  if (mac === undefined) return {};
  const { ApiVersion: version } = await docker.version();
  return satisfies(`${version}.0`, '<1.44.0') ? { MacAddress: mac } : {};
}

function dnsConfig({ dns }: ContainerOptions): Docker.HostConfig {
  if (dns === undefined) return {};
  const [Dns, DnsOptions, DnsSearch] = [[...dns.servers], [...dns.options], [...dns.search]];
  return { Dns, DnsOptions, DnsSearch, ExtraHosts: [...dns.extraHosts] };
}

function networkingConfig(options: ContainerOptions): Partial<Docker.ContainerCreateOptions> {
  const { network } = options;
  // On a user-defined network links are the endpoint's; elsewhere they are the container's alone.
  const isUserDefined = !['default', 'host', 'none'].includes(network) && !network.startsWith('container:');
  const settings = endpointSettings(isUserDefined ? options : { ...options, links: [] });
  if (Object.keys(settings).length === 0) return {};
  return { NetworkingConfig: { EndpointsConfig: { [options.network]: settings } } };
}

/** A container's place on a network, as the engine is asked for it. */
export interface EndpointOptions {
  readonly aliases?: readonly string[] | undefined;
  readonly ip?: string | undefined;
  readonly ip6?: string | undefined;
  readonly mac?: string | undefined;
  readonly gatewayPriority?: number | undefined;
  readonly driverOptions?: Readonly<Record<string, string>> | undefined;
  readonly linkLocal?: readonly string[] | undefined;
  /** As `NAME:ALIAS`. */
  readonly links?: readonly string[] | undefined;
}

/** Returns the settings of an endpoint as the API takes them. */
export function endpointSettings(options: EndpointOptions): Docker.EndpointSettings {
  const { aliases = [], ip, ip6, mac, gatewayPriority, driverOptions, linkLocal = [], links = [] } = options;
  const addresses = {
    ...(ip === undefined ? {} : { IPv4Address: ip }),
    ...(ip6 === undefined ? {} : { IPv6Address: ip6 }),
    ...(linkLocal.length === 0 ? {} : { LinkLocalIPs: [...linkLocal] }),
  };
  return {
    ...(aliases.length === 0 ? {} : { Aliases: [...aliases] }),
    ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
    ...(mac === undefined ? {} : { MacAddress: mac }),
    ...(gatewayPriority === undefined ? {} : { GwPriority: gatewayPriority }),
    ...(driverOptions === undefined ? {} : { DriverOpts: { ...driverOptions } }),
    ...(links.length === 0 ? {} : { Links: [...links] }),
  };
}
