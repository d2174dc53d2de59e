import test from 'ava';
import { scheduleWorkers, type WorkSource } from './scheduler.js';

/** A leg whose checks take one turn of the event loop each, and which writes down which slot began when. */
class PretendedLeg implements WorkSource {
  working = 0;
  hasLab = false;
  readonly slots: number[] = [];
  most = 0;

  constructor(
    public waiting: number,
    readonly maxWorkers = Infinity,
    private deaths = 0,
  ) {}

  async work(slot: number): Promise<void> {
    this.slots.push(slot);
    this.working += 1;
    this.most = Math.max(this.most, this.working);
    await turn();
    this.hasLab = true;
    while (this.waiting > 0) {
      this.waiting -= 1;
      await turn();
      if (this.deaths > 0) {
        this.deaths -= 1;
        break;
      }
    }
    this.working -= 1;
  }
}

const turn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('one leg gets every slot, and no more than it has checks', async (t) => {
  const long = new PretendedLeg(30);
  await scheduleWorkers([long], 3);
  t.deepEqual(long.slots, [1, 2, 3]);
  const short = new PretendedLeg(2);
  await scheduleWorkers([short], 3);
  t.deepEqual([short.slots, short.waiting], [[1, 2], 0]);
});

test('legs share the slots evenly, and what a short one leaves goes to the one furthest behind', async (t) => {
  const legs = [new PretendedLeg(60), new PretendedLeg(10), new PretendedLeg(40)];
  await scheduleWorkers(legs, 3);
  t.deepEqual(legs.map(({ slots }) => slots[0]).sort(), [1, 2, 3]);
  t.deepEqual(
    legs.map(({ waiting }) => waiting),
    [0, 0, 0],
  );
  t.is(legs[1]?.slots.length, 1);
  t.true((legs[0]?.slots.length ?? 0) > 1, 'the longest had a second worker');
});

test('more legs than slots: each is run, no slot twice at once', async (t) => {
  const legs = [new PretendedLeg(5), new PretendedLeg(5), new PretendedLeg(5)];
  await scheduleWorkers(legs, 1);
  t.deepEqual(
    legs.map(({ waiting, most }) => [waiting, most]),
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  );
});

test('a leg that may have one worker has one at a time, and another after one that died', async (t) => {
  const leg = new PretendedLeg(6, 1, 2);
  await scheduleWorkers([leg], 3);
  t.deepEqual([leg.waiting, leg.most, leg.slots.length], [0, 1, 3]);
});

test('a leg with nothing to run is left alone', async (t) => {
  const leg = new PretendedLeg(0);
  await scheduleWorkers([leg], 2);
  t.deepEqual(leg.slots, []);
});
