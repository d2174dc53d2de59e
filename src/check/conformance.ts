import type { Claim } from '../record/index.js';
import type { Expectation } from './expectation.js';
import type { LivePlaces } from './live/index.js';
import type { Places } from './places.js';
import type { CommandSabotage, GivenSabotage } from './sabotage.js';
import type { Given } from './spec.js';

/** A deviation that is expected on some engines. */
export interface Known<G extends Given, Outcome> {
  /** Range of engine versions as semver writes it: "<28.2.2", "*". */
  readonly engines: string;
  /** Why the claim does not hold there. */
  readonly because: string;
  /** What is seen in its place, asserted as strictly as the claim. */
  readonly instead: (places: Places<G>, outcome: Outcome) => readonly Expectation[];
}

/** A check: a claim, the lab it needs, the traffic, and what must then be seen. */
export interface Check<G extends Given = Given, Outcome = unknown> {
  /** `area/behaviour`; never renumbered or reused. */
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** What the lab must hold, by the names the check uses. */
  readonly given: G;
  /** The traffic. A network outcome is a returned fact, never an exception; what is returned must survive JSON. */
  readonly when: (places: LivePlaces<G>) => Promise<Outcome> | Outcome;
  /** What must then be seen. Pure: it is asked again when a record is judged anew. */
  readonly expect: (places: Places<G>, outcome: Outcome) => readonly Expectation[];
  /** A change to the lab that takes away what the check relies on. */
  readonly sabotage: GivenSabotage | ((places: Places<G>) => CommandSabotage);
  readonly known?: readonly Known<G, Outcome>[];
  /** A reason why it cannot run against the machine's own engine; absent where it can. */
  readonly notOnHost?: string;
  /** Where only some engines have what it is about: a range of versions as semver writes it, and why. It is not applicable to any other. */
  readonly appliesTo?: { readonly engines: string; readonly because: string };
}

/** Any check, whatever its given and its outcome. */
export interface AnyCheck extends Omit<Check, 'when' | 'expect' | 'sabotage' | 'known'> {
  readonly when: (places: never) => unknown;
  readonly expect: (places: never, outcome: never) => readonly Expectation[];
  readonly sabotage: GivenSabotage | ((places: never) => CommandSabotage);
  readonly known?: readonly {
    readonly engines: string;
    readonly because: string;
    readonly instead: (places: never, outcome: never) => readonly Expectation[];
  }[];
  /** Directory of `--suites` it was loaded from; absent for docknet's own. */
  readonly suite?: string;
}

/** Declares a check. The order claim, given, when, then, sabotage lets the compiler carry the types from one to the next. */
export function conformance<const G extends Given, Outcome>(check: Check<G, Outcome>): AnyCheck {
  return check;
}

/** The short name of one of the four documents, or of what lies beyond them: moby's issues, pull requests and release notes. */
export type DocumentName = 'notes' | 'iptables' | 'tour' | 'publish' | 'moby';

/** A claim: what a document says, in our own words, with document and section. */
export function documented(document: DocumentName, section: string, text: string): Claim {
  return { document, section, text };
}

/** Returns whether a check is known to deviate on every engine; `displayTitle` says so. */
export const isKnownOnEveryEngine = ({ known }: Pick<AnyCheck, 'known'>): boolean =>
  known?.some(({ engines }) => engines === '*') ?? false;
