import type { ContainerOptions } from '../../engine/index.js';
import type { ContainerDns } from '../dns-spec.js';

/** Replaces `{KEY}` in a text by the address of a place. */
export type InsertAddresses = (text: string) => string;

/** Returns a container's options about name service for the engine's API. */
export function dnsOptions(spec: ContainerDns, insert: InsertAddresses): Pick<ContainerOptions, 'dns'> {
  const { dns, dnsOptions: options, dnsSearch: search, extraHosts } = spec;
  if ([dns, options, search, extraHosts].every((list) => list.length === 0)) return {};
  return { dns: { servers: dns.map(insert), options, search, extraHosts: extraHosts.map(insert) } };
}

/** Returns the same as flags of `docker run`. */
export const dnsFlags = (spec: ContainerDns, insert: InsertAddresses): string[] => [
  ...spec.dns.map((server) => `--dns ${insert(server)}`),
  ...spec.dnsOptions.map((option) => `--dns-opt ${option}`),
  ...spec.dnsSearch.map((domain) => `--dns-search ${domain}`),
  ...spec.extraHosts.map((entry) => `--add-host ${insert(entry)}`),
];
