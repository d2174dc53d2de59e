import type { Router } from './places.js';
import type { Given } from './spec.js';

/** Something else in the place of what was given. */
export interface GivenSabotage {
  readonly kind: 'given';
  readonly given: Given;
}

/** A command on the docker host or a router, after the given is built and before the traffic. */
export interface CommandSabotage {
  readonly kind: 'command';
  /** Key of the router; null for the docker host. */
  readonly router: string | null;
  readonly command: string;
}

/** Runs an iptables command on the docker host, or on a router: `iptables('-t nat -D POSTROUTING …')`. */
export const iptables = (command: string, router?: Router): CommandSabotage => shell(`iptables ${command}`, router);

/** Runs a shell command on the docker host, or on a router: `shell('ip link set docker0 down')`. */
export const shell = (command: string, router?: Router): CommandSabotage => ({
  kind: 'command',
  command,
  router: router?.key ?? null,
});

/** Builds something else in the place of what was given: `instead({ web: container({ on: 'host' }) })`. */
export const withGiven = (given: Given): GivenSabotage => ({ kind: 'given', given });
