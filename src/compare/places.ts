/** A place of a lab as its topology describes it; which of the fields there are depends on its kind. */
export interface LabPlace {
  readonly kind: string;
  readonly key: string;
  readonly name?: string;
  readonly id?: string;
  readonly address?: string | null;
  /** Addresses that a container had before, oldest first, each until milliseconds since the epoch. */
  readonly earlier?: readonly { readonly address: string; readonly until: number }[];
  readonly mac?: string | null;
  readonly veth?: string | null;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly bridge?: string;
  readonly uplink?: string;
  /** A container's further networks. */
  readonly alsoOn?: readonly {
    readonly on: string;
    readonly address: string;
    readonly mac: string | null;
    readonly veth: string | null;
    readonly interface: string;
  }[];
  /** What the engine says of a container's published ports. */
  readonly ports?: Readonly<Record<string, readonly string[]>>;
}

/** The parts of a check's topology that addresses and names get their roles from. */
export interface LabPlaces {
  readonly host: {
    readonly address: string;
    readonly secondaryAddress: string;
    readonly uplink: string;
    readonly mac: string;
    readonly secondLan: { readonly address: string; readonly uplink: string } | null;
    readonly docker0: LabPlace;
  };
  readonly places: Readonly<Record<string, LabPlace>>;
}

/** The lab with the addresses that its containers had at a moment, milliseconds since the epoch; the same one where these are their last. */
export function labAt(lab: LabPlaces, moment: number): LabPlaces {
  const before = Object.entries(lab.places).flatMap(([key, place]) => {
    const { earlier = [], address } = place;
    const then = earlier.find(({ until }) => moment < until);
    if (then === undefined) return [];
    // The last one is told among the others: a packet may have met it before anybody asked the engine for it.
    const others = [
      ...earlier.filter((one) => one !== then),
      ...(typeof address === 'string' ? [{ address, until: Infinity }] : []),
    ];
    return [[key, { ...place, address: then.address, earlier: others }] as const];
  });
  return before.length === 0 ? lab : { ...lab, places: { ...lab.places, ...Object.fromEntries(before) } };
}
