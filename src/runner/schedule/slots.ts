/** A suite's checks that wait for labs. */
export interface Leg {
  /** Checks that nobody has taken yet; 0 also where none is to be run any more. */
  readonly waiting: number;
  /** Its workers, those whose lab is being built among them. */
  readonly working: number;
  /** Workers it may have at once. */
  readonly atOnce: number;
  /** True once one of its labs has stood: its checks are being taken from then on. */
  readonly begun: boolean;
  /** One worker from its start to its end, which comes when nothing waits. `slot` counts from 1; no two workers have the same at once. */
  work(slot: number): Promise<void>;
}

/** Checks that must wait for each worker at work before a further lab is worth its building, which takes as long as some of them. */
const worthALab = 4;

/**
 * Lets legs share slots for labs: a slot serves the leg that is furthest behind, to the leg's end, and then the next, so that no
 * slot is idle while there is something to do and few labs are built. Where a worker dies, its slot goes on.
 */
export async function shareSlots(legs: readonly Leg[], slots: number): Promise<void> {
  await Promise.all(
    Array.from({ length: slots }, async (_, n) => {
      for (let leg = furthestBehind(legs); leg !== null; leg = furthestBehind(legs)) await leg.work(n + 1);
    }),
  );
}

/** A leg that nobody is at, else the one with the most checks per worker, one more worker counted; null where none wants one. */
function furthestBehind(legs: readonly Leg[]): Leg | null {
  const wanting = legs.filter(
    ({ waiting, working, atOnce, begun }) => working < atOnce && waiting > working * (begun ? worthALab : 1),
  );
  return wanting.reduce<Leg | null>((most, leg) => (most === null || share(leg) > share(most) ? leg : most), null);
}

const share = ({ waiting, working }: Leg) => (working === 0 ? Infinity : waiting / (working + 1));
