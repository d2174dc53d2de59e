import type { DockerHostSpec, OverlaySpec, ParentNetworkSpec } from '../driver-spec.js';
import type { Network } from '../places.js';
import type { HostDnsSpec } from '../dns-spec.js';
import type { LinuxBridgeSpec, NetnsSpec, RouterSpec } from '../router-spec.js';
import type {
  BridgeSpec,
  ComposeSpec,
  ContainerSpec,
  EngineSpec,
  Given,
  KernelSpec,
  FirewalldSpec,
  NewerEnginesSpec,
  LanHostSpec,
  Spec,
} from '../spec.js';
import type { LiveContainer } from './container.js';
import type { LiveDockerHost } from './docker-host.js';
import type { LiveFirewalld } from './firewalld.js';
import type { LiveHost } from './host.js';
import type { LiveLanHost } from './lan-host.js';
import type { LiveNetns, LiveRouter } from './router.js';

/** The engines to which the check's own can be upgraded. */
export interface NewerEngines {
  /** "26.1.5", "28.5.2": oldest first, as one upgrade follows the other. */
  readonly versions: readonly string[];
}

/** What a spec becomes in `when`. */
export type LiveOf<S extends Spec> = S extends
  BridgeSpec | ComposeSpec | LinuxBridgeSpec | ParentNetworkSpec | OverlaySpec
  ? Network
  : S extends ContainerSpec
    ? LiveContainer
    : S extends LanHostSpec
      ? LiveLanHost
      : S extends NetnsSpec
        ? LiveNetns
        : S extends RouterSpec
          ? LiveRouter
          : S extends DockerHostSpec
            ? LiveDockerHost
            : S extends FirewalldSpec
              ? LiveFirewalld
              : S extends NewerEnginesSpec
                ? NewerEngines
                : S extends EngineSpec | HostDnsSpec | KernelSpec
                  ? undefined
                  : never;

/** The places of a check while its traffic runs, by the keys of its `given`, and the docker host. */
export type LivePlaces<G extends Given> = { readonly [K in keyof G]: LiveOf<G[K]> } & { readonly host: LiveHost };
