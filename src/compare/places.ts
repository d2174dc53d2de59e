/** A place of a lab as its scene describes it; which of the fields there are depends on its kind. */
export interface LabPlace {
  readonly kind: string;
  readonly key: string;
  readonly name?: string;
  readonly id?: string;
  readonly address?: string | null;
  readonly mac?: string | null;
  readonly veth?: string | null;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly bridge?: string;
  readonly uplink?: string;
  /** A container's further networks. */
  readonly also?: readonly { readonly on: string; readonly address: string; readonly mac: string | null; readonly veth: string | null; readonly interface: string }[];
  /** What the engine says of a container's published ports. */
  readonly ports?: Readonly<Record<string, readonly string[]>>;
}

/** The parts of a check's scene that addresses and names get their roles from. */
export interface LabPlaces {
  readonly host: {
    readonly address: string;
    readonly secondAddress: string;
    readonly uplink: string;
    readonly mac: string;
    readonly second: { readonly address: string; readonly uplink: string } | null;
    readonly docker0: LabPlace;
  };
  readonly places: Readonly<Record<string, LabPlace>>;
}
