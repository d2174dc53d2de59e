import { fixtureImage } from '../../lab/index.js';
import type { LiveContainer } from './container.js';
import type { NamedNetwork } from './engine-container.js';

/** A service of compose.yaml. */
export interface ComposeService {
  readonly name: string;
  /** Its container's name; null if Compose names its containers. */
  readonly containerName: string | null;
  readonly scale: number;
  /** How often its configuration was changed. */
  readonly change: number;
  readonly command: readonly string[];
  /** Its networks; its containers' eth0 is on the first. */
  readonly networks: readonly NamedNetwork[];
}

/** Describes a service with its replicas. @param scale Their number; undefined for as many as are given. */
export function describeService(
  name: string,
  containers: readonly LiveContainer[],
  { scale, change }: { readonly scale: number | undefined; readonly change: number },
): ComposeService {
  const [first] = containers;
  if (first === undefined) throw new Error(`the service ${name} has no container`);
  return {
    name,
    // Compose refuses to scale a service whose container is named.
    containerName: containers.length === 1 && scale === undefined ? first.name : null,
    scale: scale ?? containers.length,
    change,
    command: first.command,
    networks: first.givenNetworks,
  };
}

/**
 * Returns compose.yaml as JSON, which is YAML. A network that is not the project's own is external.
 *
 * @param run The run's id, which labels everything.
 */
export function composeFile(
  run: string,
  services: readonly ComposeService[],
  own: readonly { readonly key: string; readonly nameInFile: string }[],
): string {
  const labels = { 'docknet.run': run };
  const nameInFile = (key: string) => own.find((network) => network.key === key)?.nameInFile ?? key;
  const external = services
    .flatMap(({ networks }) => networks)
    .filter(({ key }) => !own.some((network) => network.key === key));
  const describe = ({ containerName, scale, change, command, networks }: ComposeService) => ({
    image: fixtureImage,
    ...(containerName === null ? { scale } : { container_name: containerName }),
    command,
    labels: { ...labels, ...(change === 0 ? {} : { 'docknet.change': String(change) }) },
    // Compose connects to the network with the highest priority first.
    networks: Object.fromEntries(networks.map(({ key }, n) => [nameInFile(key), { priority: networks.length - n }])),
    stop_signal: 'SIGKILL',
  });
  return JSON.stringify({
    services: Object.fromEntries(services.map((service) => [service.name, describe(service)])),
    networks: {
      ...Object.fromEntries(own.map((network) => [network.nameInFile, { labels }])),
      ...Object.fromEntries(external.map(({ key, name }) => [key, { name, external: true }])),
    },
  });
}
