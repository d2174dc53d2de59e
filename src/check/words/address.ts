/** Something with an address that a frame can come from or go to. */
export interface Endpoint {
  /** As the check calls it. */
  readonly key: string;
  readonly address: string | null;
}

/** An address, or something that has one. */
export type Target = Endpoint | string;

/** The address itself. @throws where the place has none, naming it. */
export function addressOf(target: Target): string {
  if (typeof target === 'string') return target;
  if (target.address === null) throw new Error(`${target.key} has no address of its own`);
  return target.address;
}

/** For people: the key and the address, "web (172.17.0.2)". */
export function describeTarget(target: Target): string {
  return typeof target === 'string' ? target : `${target.key} (${target.address ?? 'no address'})`;
}
