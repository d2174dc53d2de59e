import { parsePublication, type ContainerOptions } from '../../engine/index.js';
import { fixtureImage } from '../../lab/index.js';
import type { ContainerSpec } from '../spec.js';
import type { CheckContext } from './context.js';
import { dnsFlags, dnsOptions, type InsertAddresses } from './dns-options.js';
import { namingFlags, namingOptions } from './naming-options.js';

/** How long a started container may take to be ready, in milliseconds: a guard against one that hangs. */
export const startTimeoutMs = 60_000;

/** A container as it is started: for the engine's API, and as the command that a person would type. */
export interface DockerRun {
  readonly options: ContainerOptions;
  readonly command: string;
}

/** Returns the process of a container: its pages if it serves any, then nothing but waiting. */
export function processOf({ serve, alsoServe }: ContainerSpec): readonly string[] {
  const ports = serve === null ? alsoServe : [serve, ...alsoServe];
  const pages = ports.map((port) => `httpd -p ${port} -h /www && `).join('');
  return ['sh', '-c', `${pages}echo ready && exec sleep 2147483647`];
}

/** A container to start. */
interface ToRun {
  readonly name: string;
  /** The name of its own network in the engine. */
  readonly network: string;
  readonly spec: ContainerSpec;
  /** Returns the address of a given place. @throws if it has none. */
  readonly addressOf: (key: string) => string;
}

/** Returns how a container is started. */
export function dockerRun({ lan, run }: CheckContext, { name, network, spec, addressOf }: ToRun): DockerRun {
  const hostAddresses = { host: lan.address, secondary: lan.secondaryAddress, ipv6: lan.ipv6Address };
  const insertAddresses: InsertAddresses = (text) =>
    text.replaceAll(/\{(\w+(?:\.ipv6)?)\}/g, (_, key: string) =>
      key in hostAddresses ? hostAddresses[key as keyof typeof hostAddresses] : addressOf(key),
    );
  const publications = spec.publish.map(insertAddresses);
  const pidMode = spec.pidNamespaceOf === null ? null : `container:${spec.pidNamespaceOf}-${run}`;
  const process = processOf(spec);
  const flags = [
    ...(network === 'bridge' ? [] : [`--network ${network}`]),
    ...spec.aliases.map((alias) => `--network-alias ${alias}`),
    ...(pidMode === null ? [] : [`--pid ${pidMode}`]),
    ...(spec.restartAlways ? ['--restart always'] : []),
    ...publications.map((publication) => `-p ${publication}`),
    ...(spec.publishAll ? ['-P'] : []),
    ...namingFlags(spec, run),
    ...dnsFlags(spec, insertAddresses),
  ];
  return {
    options: {
      name,
      image: fixtureImage,
      command: process,
      network: network === 'bridge' ? 'default' : network,
      aliases: spec.aliases,
      publish: publications.flatMap(parsePublication),
      labels: { 'docknet.run': run },
      timeoutMs: startTimeoutMs,
      restart: spec.restartAlways,
      publishAll: spec.publishAll,
      ...(pidMode === null ? {} : { pidMode }),
      ...namingOptions(spec, run),
      ...dnsOptions(spec, insertAddresses),
    },
    command: ['docker run -d', `--name ${name}`, ...flags, fixtureImage, `sh -c '${process[2] ?? ''}'`].join(' '),
  };
}
