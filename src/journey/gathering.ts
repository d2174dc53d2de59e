import type { Identity } from './identity.js';
import type { Sighting } from './types.js';

/** A journey while its sightings are being gathered, earliest first; there is at least one. */
export interface Gathering {
  readonly identity: Identity;
  readonly sightings: Sighting[];
}
