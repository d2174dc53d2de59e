/** A network namespace made with ip(8) and joined to a Linux bridge by a veth pair. No engine is involved. */
export interface NetnsSpec {
  readonly kind: 'netns';
  /** Key of the given `linuxBridge`. */
  readonly on: string;
  /** TCP port of its page; null for one that serves none. */
  readonly serve: number | null;
}

/** A Linux bridge made with ip(8) on a router: `bridge_home` of the publish document. */
export interface LinuxBridgeSpec {
  readonly kind: 'linux-bridge';
  /** Key of the given router. */
  readonly on: string;
}

/** The publish document's host: a network namespace with an uplink on the LAN and a firewall without Docker's rules. */
export interface RouterSpec {
  readonly kind: 'router';
  /** net.ipv4.ip_forward. */
  readonly forwarding: boolean;
  /** Whether it has an IPv6 address beside the IPv4 one. */
  readonly ipv6: boolean;
}

/** A router: it forwards, its FORWARD policy is DROP, and it has no rule. */
export const router = (options: Partial<Omit<RouterSpec, 'kind'>> = {}): RouterSpec => ({
  kind: 'router',
  forwarding: true,
  ipv6: false,
  ...options,
});

/** A Linux bridge on a router, with the router's address on it. */
export const linuxBridge = (options: { readonly on: string }): LinuxBridgeSpec => ({
  kind: 'linux-bridge',
  on: options.on,
});

/** A network namespace joined to a Linux bridge. */
export function netns(options: { readonly on: string; readonly serve?: number }): NetnsSpec {
  return { kind: 'netns', on: options.on, serve: options.serve ?? null };
}
