import type { DaemonSettings, FirewallBackend } from '../engine/index.js';
import type { Claim, DocumentName, EngineRange } from '../record/index.js';
import type { About, Expectation } from './expectation.js';
import type { LivePlaces } from './live/places.js';
import type { Places, Router } from './places.js';
import type { Given } from './spec.js';

/** A check: a claim, the lab it needs, the traffic, and what is expected. */
export interface Check<G extends Given = Given, Outcome = unknown> {
  /** `area/behaviour`; never renumbered or reused. */
  readonly id: string;
  readonly title: string;
  /** What the claim is about; absent for behaviour. */
  readonly about?: About;
  readonly claim: Claim;
  /** What the lab holds, by the keys that the check uses. */
  readonly given: G;
  /**
   * Causes the traffic. Returns network outcomes and engine failures as values and never throws them. The value must
   * survive JSON.
   */
  readonly when: (places: LivePlaces<G>) => Promise<Outcome> | Outcome;
  /** Returns what is expected. Pure: `docknet judge` calls it again with the outcome that was kept. */
  readonly expect: (places: Places<G>, outcome: Outcome) => readonly Expectation[];
  /** A change to the lab that takes away what the check relies on. */
  readonly sabotage: GivenSabotage | ((places: Places<G>) => CommandSabotage | BackendSabotage);
  readonly known?: readonly Known<G, Outcome>[];
  /** Why it is not applicable on the machine's own engine; absent if it is. */
  readonly notOnHost?: string;
  /**
   * Defaults of daemon.json that it relies on, null for a key that must not be set: not applicable under a user's
   * daemon.json with another value.
   */
  readonly needs?: DaemonSettings;
  /** The engines that it applies to, and why not to others; absent for all. */
  readonly appliesTo?: EngineRange & { readonly because: string };
}

/** The engines that deviate. */
type KnownEngines = EngineRange & { readonly engines: string };

/** A known deviation. */
export interface Known<G extends Given, Outcome> extends KnownEngines {
  /** Why the claim does not hold there. */
  readonly because: string;
  /** Returns what is expected in place of the claim, as strictly. */
  readonly instead: (places: Places<G>, outcome: Outcome) => readonly Expectation[];
}

/** A sabotage that builds something else in place of what is given. */
export interface GivenSabotage {
  readonly kind: 'given';
  readonly given: Given;
}

/** A sabotage that runs a command after the fixture is built and before the traffic. */
export interface CommandSabotage {
  readonly kind: 'command';
  /** Key of the router that it runs on; null for the docker host. */
  readonly router: string | null;
  readonly command: string;
  /** The arguments of the nft that can read the tables there; absent for a shell command. */
  readonly nft?: string;
}

/** A sabotage for each firewall backend of an engine. */
export interface BackendSabotage {
  readonly kind: 'backend';
  readonly commands: Readonly<Record<FirewallBackend, CommandSabotage>>;
}

/** A check with whatever given and outcome. */
export interface AnyCheck extends Omit<Check, 'when' | 'expect' | 'sabotage' | 'known'> {
  readonly when: (places: never) => unknown;
  readonly expect: (places: never, outcome: never) => readonly Expectation[];
  readonly sabotage: GivenSabotage | ((places: never) => CommandSabotage | BackendSabotage);
  readonly known?: readonly (KnownEngines & {
    readonly because: string;
    readonly instead: (places: never, outcome: never) => readonly Expectation[];
  })[];
  /** Directory of `--suites` it was loaded from; absent for docknet's own. */
  readonly suite?: string;
}

/**
 * Declares a check. Write given, when, expect and sabotage in this order: the compiler infers each from the one before.
 */
export function conformance<const G extends Given, Outcome>(check: Check<G, Outcome>): AnyCheck {
  const usesNftables = Object.values(check.given).some(
    (spec) => spec.kind === 'engine' && spec.settings['firewall-backend'] === 'nftables',
  );
  return usesNftables && check.appliesTo === undefined ? { ...check, appliesTo: enginesWithNftables } : check;
}

/** The engines that have the nftables backend (moby #50646). */
const enginesWithNftables = { engines: '>=29.0.0', because: 'the native nftables backend came with engine 29' };

/** A claim: what a document says, in our own words, with document and section. */
export function documented(document: DocumentName, section: string, text: string): Claim {
  return { document, section, text };
}

/** Builds something else in place of what is given: `withGiven({ web: container({ on: 'host' }) })`. */
export const withGiven = (given: Given): GivenSabotage => ({ kind: 'given', given });

/** Runs an iptables command on the docker host, or on a router: `iptables('-t nat -D POSTROUTING …')`. */
export const iptables = (command: string, router?: Router): CommandSabotage => shell(`iptables ${command}`, router);

/** Runs an nft command on the docker host, or on a router: `nftables('delete table ip docker-bridges')`. */
export const nftables = (command: string, router?: Router): CommandSabotage => ({
  ...shell(`nft '${command}'`, router),
  nft: command,
});

/** Runs a shell command on the docker host, or on a router: `shell('ip link set docker0 down')`. */
export const shell = (command: string, router?: Router): CommandSabotage => ({
  kind: 'command',
  command,
  router: router?.key ?? null,
});

/** Takes the sabotage of the engine's firewall backend: `perBackend({ iptables: …, nftables: nftables('…') })`. */
export const perBackend = (commands: BackendSabotage['commands']): BackendSabotage => ({ kind: 'backend', commands });

/** Returns whether a check is known to deviate on every engine; `displayTitle` prints it. */
export const isKnownOnEveryEngine = ({ known }: Pick<AnyCheck, 'known'>): boolean =>
  known?.some(({ engines, firewallBackend }) => engines === '*' && firewallBackend === undefined) ?? false;
