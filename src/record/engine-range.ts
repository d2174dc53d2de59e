import { satisfies } from 'semver';
import type { Cell } from './types.js';

/** Engines, by version and by what makes their firewall rules; an absent part is no restriction. */
export interface EngineRange {
  /** A semver range: "<28.2.2", "*". */
  readonly engines?: string;
  readonly firewallBackend?: Cell['firewall']['backend'];
}

/** What is known of an engine when a range is applied. */
export interface RangedEngine {
  readonly version: string;
  readonly firewallBackend: Cell['firewall']['backend'];
}

/** Names an engine with the settings that set it apart: "29.7.2", "29.7.2 with nftables and a daemon.json". */
export function describeEngine({ engine, firewall }: Pick<Cell, 'engine' | 'firewall'>): string {
  const settings = [
    ...(firewall.backend === 'nftables' ? ['nftables'] : []),
    ...(Object.keys(engine.daemonConfig).length > 0 ? ['a daemon.json'] : []),
  ];
  return `${engine.version}${settings.length === 0 ? '' : ` with ${settings.join(' and ')}`}`;
}

/** Returns whether a range includes an engine; pre-releases count. */
export const includesEngine = ({ engines = '*', firewallBackend }: EngineRange, engine: RangedEngine): boolean =>
  satisfies(engine.version, engines, { includePrerelease: true }) &&
  (firewallBackend === undefined || firewallBackend === engine.firewallBackend);
