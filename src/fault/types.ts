/** A mistake put into an engine's work, which some check must notice. */
export interface Fault {
  /** "iptables/masquerade-missing": where the mistake is made, and what it is. Never renamed or reused. */
  readonly id: string;
  /** What the engine does then. */
  readonly what: string;
  /** The areas of the checks that could notice; they run under the fault. */
  readonly areas: readonly string[];
  /** Engines whose work it can change; absent for every engine. */
  readonly appliesTo?: {
    /** A semver range. */
    readonly engines?: string;
    readonly firewallBackend?: 'iptables' | 'nftables';
  };
  /** How the mistake is made. */
  readonly mistake: Mistake;
}

/** A mistake between an engine and the programs and the host that it works with, or between its client and itself. */
export type Mistake =
  /** A program that the engine calls in place of its own; see `buildWrapper`. */
  | ({ readonly kind: 'program'; readonly program: EngineTool } & CallChange)
  /** A shell command on the docker host after each start of the engine. */
  | { readonly kind: 'host'; readonly command: string }
  /** How the engine misreads a request. */
  | { readonly kind: 'request'; readonly change: (request: EngineRequest) => EngineRequest | 'ignored' };

/** What a wrapper does with a program's calls. */
export interface CallChange {
  /** Lines of sh(1), or for nft a script of sed(1) for its input. */
  readonly script: readonly string[];
  /**
   * Whether it may change what a call does.
   *
   * @param call The command line with a space before and after each argument, or for nft a line of its input.
   */
  readonly affects: (call: string) => boolean;
}

/** Programs that engines find by their names. */
export const engineTools = ['iptables', 'ip6tables', 'docker-proxy', 'nft'] as const;
export type EngineTool = (typeof engineTools)[number];

/** What an engine was asked, and what it called. */
export interface EngineWork {
  readonly calls: readonly { readonly program: EngineTool; readonly call: string }[];
  readonly requests: readonly EngineRequest[];
}

/** A request to an engine's API that changes something. */
export interface EngineRequest {
  readonly method: string;
  /** Without the API’s version and the query: "/containers/create". */
  readonly path: string;
  /** null for none. */
  readonly body: JsonObject | null;
}

/** A JSON object of the API's. */
export type JsonObject = Readonly<Record<string, unknown>>;
