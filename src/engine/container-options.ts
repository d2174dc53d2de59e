import { EngineError } from './error.js';

/** A published port as `docker run -p` takes it. */
export interface Publication {
  /** Host address, null for every address. */
  readonly address: string | null;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
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
  /** `--ip`. */
  readonly ip?: string;
  /** `--mac-address`. */
  readonly mac?: string;
  readonly hostname?: string;
  /** `--link`, as `NAME:ALIAS`. */
  readonly links?: readonly string[];
  /** `--expose`, as `PORT/PROTOCOL`. */
  readonly expose?: readonly string[];
  readonly stopSignal?: string;
  readonly publish: readonly Publication[];
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds until it must be ready. */
  readonly timeoutMs: number;
}

/**
 * Reads `[ADDRESS:]HOSTPORT:CONTAINERPORT[/PROTOCOL]`.
 *
 * @throws EngineError on anything else.
 */
export function parsePublication(text: string): Publication {
  const match = /^(?:(\d+\.\d+\.\d+\.\d+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(text);
  if (match === null)
    throw new EngineError(`"${text}" is not a port to publish: write [ADDRESS:]HOSTPORT:CONTAINERPORT[/tcp|/udp]`);
  return {
    address: match[1] ?? null,
    hostPort: Number(match[2]),
    containerPort: Number(match[3]),
    protocol: match[4] === 'udp' ? 'udp' : 'tcp',
  };
}
