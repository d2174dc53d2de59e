/** A place of a lab as its topology describes it; its kind decides which fields are present. */
export interface LabPlace {
  readonly kind: string;
  readonly key: string;
  readonly name?: string;
  readonly id?: string;
  readonly address?: string | null;
  /** An IPv6 address, or a network's. */
  readonly ipv6?: string | { readonly subnet: string; readonly gateway: string };
  /** A container's earlier addresses, oldest first, each until a time in ms since the epoch. */
  readonly earlier?: readonly { readonly address: string; readonly ipv6?: string; readonly until: number }[];
  readonly mac?: string | null;
  readonly veth?: string | null;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly bridge?: string;
  readonly uplink?: string;
  /** A container's other networks. */
  readonly alsoOn?: readonly {
    readonly on: string;
    readonly address: string;
    readonly ipv6?: string;
    readonly mac: string | null;
    readonly veth: string | null;
    readonly interface: string;
  }[];
  /** A container's published ports, as the engine lists them. */
  readonly ports?: Readonly<Record<string, readonly string[]>>;
}

/** The parts of a check's topology that give addresses and names their roles. */
export interface LabPlaces {
  readonly host: {
    readonly address: string;
    readonly ipv6?: string;
    readonly secondaryAddress: string;
    readonly uplink: string;
    readonly mac: string;
    readonly secondLan: { readonly address: string; readonly uplink: string } | null;
    readonly docker0: LabPlace;
  };
  readonly places: Readonly<Record<string, LabPlace>>;
}

/**
 * Returns the lab with its containers' addresses at a time, in ms since the epoch; the same object if they are the
 * last.
 */
export function labAt(lab: LabPlaces, time: number): LabPlaces {
  const changed = Object.entries(lab.places).flatMap(([key, place]) => {
    const { earlier = [], address, ipv6 } = place;
    const current = earlier.find(({ until }) => time < until);
    if (current === undefined) return [];
    // Keep the last address among the others: a packet may use it before the engine reports it.
    const others = [
      ...earlier.filter((one) => one !== current),
      ...(typeof address === 'string'
        ? [{ address, ...(typeof ipv6 === 'string' ? { ipv6 } : {}), until: Infinity }]
        : []),
    ];
    const then = { address: current.address, ...(current.ipv6 === undefined ? {} : { ipv6: current.ipv6 }) };
    return [[key, { ...place, ...then, earlier: others }] as const];
  });
  return changed.length === 0 ? lab : { ...lab, places: { ...lab.places, ...Object.fromEntries(changed) } };
}
