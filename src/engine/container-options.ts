import type { Publication } from './publication.js';

/** Options about name service. */
export interface DnsOptions {
  /** `--dns`. */
  readonly servers: readonly string[];
  /** `--dns-opt`. */
  readonly options: readonly string[];
  /** `--dns-search`. */
  readonly search: readonly string[];
  /** `--add-host`, NAME:ADDRESS. */
  readonly extraHosts: readonly string[];
}

/** A container to start. It is ready when it writes the line "ready". */
export interface ContainerOptions {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  /** "default", "host", "none", "container:ID" or a network's name. */
  readonly network: string;
  readonly aliases: readonly string[];
  /** "container:NAME" to join its process namespace; absent for one of its own. */
  readonly pidMode?: string;
  /** `--restart always`. */
  readonly restart?: boolean;
  /** `--ip` and `--ip6`. */
  readonly ip?: string;
  readonly ip6?: string;
  /** `--driver-opt` of its endpoint, and `--sysctl`. */
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly sysctls?: Readonly<Record<string, string>>;
  /** `--mac-address`. */
  readonly mac?: string;
  readonly hostname?: string;
  /** `--link`, as `NAME:ALIAS`. */
  readonly links?: readonly string[];
  /** `--expose`, as `PORT/PROTOCOL`. */
  readonly expose?: readonly string[];
  readonly stopSignal?: string;
  /** Name service; the engine's choice if absent. */
  readonly dns?: DnsOptions;
  readonly publish: readonly Publication[];
  /** `--publish-all`. */
  readonly publishAll?: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds until it must be ready. */
  readonly timeoutMs: number;
}
