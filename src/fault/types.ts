/** A mistake put into an engine's work, which some check must notice. */
export interface Fault {
  /** "iptables/masquerade-missing": where the mistake is made, and what it is. Never renamed or reused. */
  readonly id: string;
  /** What the engine does then. */
  readonly what: string;
  /** The areas of the checks that could notice; they run under the fault. */
  readonly areas: readonly string[];
  /** How the mistake is made. */
  readonly mistake: Mistake;
}

/** A mistake between an engine and the programs and the host that it works with, or between its client and itself. */
export type Mistake =
  /** A program that the engine calls in place of its own; see `buildWrapper`. */
  | { readonly kind: 'program'; readonly program: EngineTool; readonly script: readonly string[] }
  /** A shell command on the docker host after each start of the engine. */
  | { readonly kind: 'host'; readonly command: string }
  /** How the engine misreads a request. */
  | { readonly kind: 'request'; readonly change: (request: EngineRequest) => EngineRequest | 'ignored' };

/** Programs that engines find by their names. */
export type EngineTool = 'iptables' | 'ip6tables' | 'docker-proxy';

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
